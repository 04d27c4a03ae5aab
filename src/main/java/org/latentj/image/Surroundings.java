
package org.latentj.image;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * The part of a large picture that is worked on for a small mask: the mask's
 * bounding box with a margin, at least as large as the model's native size, and
 * within the picture. The way to repair a small defect in a picture of 4,000
 * pixels without scaling it.
 */
public final class Surroundings {

	private Surroundings() {}

	/**
	 * @param mask not empty, of the picture's size
	 * @param margin pixels around the mask's bounding box, at least 0
	 * @param nativeSize least width and height, as far as the picture reaches; at
	 *          least 1
	 * @param cell width and height in pixels of the model's latent cells, at
	 *          least 1
	 * @return a rectangle in the picture, whose sides are multiples of the cell's
	 *         where the picture is large enough
	 */
	public static Interval of(final Mask mask, final int margin,
		final int nativeSize, final int cell)
	{
		if (margin < 0 || nativeSize < 1 || cell < 1) {
			throw new IllegalArgumentException("a margin of " + margin +
				", a least size of " + nativeSize + " and cells of " + cell +
				" are not possible: they must be at least 0, 1 and 1");
		}
		final Interval box = mask.bounds();
		final long[] x = side(box.min(0), box.max(0), margin, nativeSize, cell, mask
			.width());
		final long[] y = side(box.min(1), box.max(1), margin, nativeSize, cell, mask
			.height());
		return FinalInterval.createMinMax(x[0], y[0], x[1], y[1]);
	}

	/** First and last pixel along one axis. */
	private static long[] side(final long first, final long last,
		final long margin, final int nativeSize, final int cell, final int picture)
	{
		final long wanted = Math.max(nativeSize, last - first + 1 + 2 * margin);
		final long length = Math.min(picture, (wanted + cell - 1) / cell * cell);
		final long centred = first + (last - first + 1 - length) / 2;
		final long start = Math.max(0, Math.min(picture - length, centred));
		return new long[] { start, start + length - 1 };
	}
}
