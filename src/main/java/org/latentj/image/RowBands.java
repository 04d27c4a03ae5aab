
package org.latentj.image;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/**
 * Reads planes in bands of a few rows, so that of a huge one no copy is made.
 */
final class RowBands {

	private static final int PIXELS = 1 << 18;

	private RowBands() {}

	/** Takes one band after the other, from the top. */
	@FunctionalInterface
	interface Reader {

		/**
		 * @param intensities row by row, whole rows; may be changed
		 * @param first number of the first row, from 0
		 */
		void read(float[] intensities, int first);
	}

	/** All rows of a plane. */
	static <T extends RealType<T>> void read(
		final RandomAccessibleInterval<T> plane, final Reader reader)
	{
		final int height = PlaneArray.height(plane);
		final int rows = Math.max(1, PIXELS / PlaneArray.width(plane));
		for (int y = 0; y < height; y += rows) {
			final long top = plane.min(1) + y;
			final FinalInterval band = FinalInterval.createMinMax(plane.min(0), top,
				plane.max(0), Math.min(plane.max(1), top + rows - 1));
			reader.read(PlaneArray.copyOf(Views.interval(plane, band)).read(), y);
		}
	}
}
