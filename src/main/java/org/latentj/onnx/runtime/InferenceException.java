
package org.latentj.onnx.runtime;

/** The runtime refused a graph or failed in a run. */
public class InferenceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InferenceException(final String message, final Throwable cause) {
		super(message, cause);
	}
}
