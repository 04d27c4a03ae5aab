
package org.latentj.image;

import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * Exact percentiles of the finite intensities of planes. They are counted, not
 * collected: by the upper half of a number's bits, and then, where the wanted
 * ones lie, by the lower half. So each plane is read twice, and memory does not
 * grow with their number.
 */
final class Percentiles {

	private static final int HALF = 16;

	private static final int MASK = (1 << HALF) - 1;

	private Percentiles() {}

	/**
	 * The intensities that stand at these places if all are in order.
	 *
	 * @param percents 0 to 100: the least to the greatest one
	 * @return in the order of the percents
	 */
	static <T extends RealType<T>> double[] of(
		final List<? extends RandomAccessibleInterval<T>> planes,
		final double... percents)
	{
		final long[] upper = new long[1 << HALF];
		long count = 0;
		for (final RandomAccessibleInterval<T> plane : planes) {
			for (final float v : PlaneArray.copyOf(plane).read()) {
				if (Float.isFinite(v)) {
					upper[key(v) >>> HALF]++;
					count++;
				}
			}
		}
		if (count == 0) {
			throw new IllegalArgumentException(
				"there is no finite intensity, so there are no percentiles");
		}
		final long[] ranks = new long[percents.length];
		final int[] bins = new int[percents.length];
		for (int i = 0; i < percents.length; i++) {
			ranks[i] = (long) Math.rint((count - 1) * percents[i] / 100);
			bins[i] = bin(upper, ranks[i]);
			ranks[i] -= below(upper, bins[i]);
		}
		final long[][] lower = lower(planes, bins);
		final double[] found = new double[percents.length];
		for (int i = 0; i < percents.length; i++) {
			found[i] = number(bins[i] << HALF | bin(lower[i], ranks[i]));
		}
		return found;
	}

	private static <T extends RealType<T>> long[][] lower(
		final List<? extends RandomAccessibleInterval<T>> planes, final int[] bins)
	{
		final long[][] lower = new long[bins.length][1 << HALF];
		for (final RandomAccessibleInterval<T> plane : planes) {
			for (final float v : PlaneArray.copyOf(plane).read()) {
				for (int i = 0; i < bins.length; i++) {
					if (Float.isFinite(v) && key(v) >>> HALF == bins[i]) {
						lower[i][key(v) & MASK]++;
					}
				}
			}
		}
		return lower;
	}

	/** Where the number of this rank, from 0, is counted. */
	private static int bin(final long[] counts, final long rank) {
		int bin = 0;
		for (long left = rank; left >= counts[bin]; bin++) {
			left -= counts[bin];
		}
		return bin;
	}

	private static long below(final long[] counts, final int bin) {
		long below = 0;
		for (int i = 0; i < bin; i++) {
			below += counts[i];
		}
		return below;
	}

	/** As an unsigned integer, greater for greater numbers. */
	private static int key(final float number) {
		final int bits = Float.floatToIntBits(number);
		return bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
	}

	private static float number(final int key) {
		return Float.intBitsToFloat(key < 0 ? key & Integer.MAX_VALUE : ~key);
	}
}
