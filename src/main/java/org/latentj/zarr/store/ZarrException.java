
package org.latentj.zarr.store;

import java.io.IOException;

/** A file of a Zarr is not as it must be. */
public final class ZarrException extends IOException {

	private static final long serialVersionUID = 1;

	private static final int LONGEST = 300;

	/**
	 * @param file its name
	 * @param what is wrong with it, and what would be valid
	 */
	public ZarrException(final String file, final String what) {
		super(file + ": " + cut(what));
	}

	/** The same with a cause. */
	public ZarrException(final String file, final String what,
		final Throwable cause)
	{
		super(file + ": " + cut(what), cause);
	}

	/** NB: a file that is no JSON may be one long line. */
	private static String cut(final String text) {
		return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
	}
}
