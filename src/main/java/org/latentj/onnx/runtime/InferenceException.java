
package org.latentj.onnx.runtime;

import org.latentj.control.OutsideException;

/** The runtime refused a graph or failed in a run. */
public class InferenceException extends OutsideException {

	private static final long serialVersionUID = 1L;

	/** @param message what failed, and why */
	public InferenceException(final String message) {
		super(message);
	}

	/**
	 * @param message what failed, and why
	 * @param cause what the runtime threw
	 */
	public InferenceException(final String message, final Throwable cause) {
		super(message, cause);
	}
}
