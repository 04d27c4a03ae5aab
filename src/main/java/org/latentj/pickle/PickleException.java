
package org.latentj.pickle;

import java.io.IOException;

/** A pickle is damaged, or asks for what is not done. */
public final class PickleException extends IOException {

	private static final long serialVersionUID = 1L;

	private static final int LONGEST_TEXT = 100;

	/** @param message what is wrong and what would be valid */
	public PickleException(final String message) {
		super(message);
	}

	/** A text from a file in quotes, cut where it is too long for a message. */
	public static String quote(final String text) {
		return "'" + (text.length() <= LONGEST_TEXT ? text : text.substring(0,
			LONGEST_TEXT) + "...") + "'";
	}
}
