
package org.latentj.pipeline;

/** Checks of settings that several operations share. */
final class Bounds {

	private Bounds() {}

	/** Fails unless a setting lies in its bounds. */
	static void check(final String name, final double value, final double low,
		final double high)
	{
		if (!(value >= low && value <= high)) {
			throw new IllegalArgumentException(name + " is " + plain(value) +
				", it must be " + plain(low) + " to " + plain(high));
		}
	}

	/** Batch and clip skip, which all operations have. */
	static void check(final int batch, final int clipSkip) {
		check("batch", batch, 1, 4096);
		check("clipskip", clipSkip, 1, 64);
	}

	private static String plain(final double value) {
		return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString(
			(long) value) : Double.toString(value);
	}
}
