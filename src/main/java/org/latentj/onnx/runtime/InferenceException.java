
package org.latentj.onnx.runtime;

import org.latentj.control.OutsideException;

/** The runtime refused a graph or failed in a run. */
public class InferenceException extends OutsideException {

	private static final long serialVersionUID = 1L;

	InferenceException(final String message, final Throwable cause) {
		super(message, cause);
	}
}
