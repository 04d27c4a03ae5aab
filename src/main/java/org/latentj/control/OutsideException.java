
package org.latentj.control;

/**
 * Something that neither the user's settings nor the program's code are to
 * blame for: a folder that cannot be read, a disk that is full, an operator
 * that gets no memory. The message says what it is and what can be done.
 */
public class OutsideException extends IllegalStateException {

	private static final long serialVersionUID = 1;

	/** @param message for a user */
	public OutsideException(final String message) {
		super(message);
	}

	/**
	 * @param message for a user
	 * @param cause what was thrown
	 */
	public OutsideException(final String message, final Throwable cause) {
		super(message, cause);
	}
}
