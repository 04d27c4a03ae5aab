
package org.latentj.control;

/** Checks that settings lie in their ranges, and says so where not. */
public final class Bounds {

	private Bounds() {}

	/**
	 * Fails unless a setting lies in its bounds.
	 *
	 * @throws IllegalArgumentException if not; it names the setting, its value
	 *           and the bounds
	 */
	public static void check(final String name, final double value,
		final double low, final double high)
	{
		if (!(value >= low && value <= high)) {
			throw new IllegalArgumentException(name + " is " + plain(value) +
				", it must be " + plain(low) + " to " + plain(high));
		}
	}

	/** A number without needless decimals. */
	public static String plain(final double value) {
		return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString(
			(long) value) : Double.toString(value);
	}
}
