
package org.latentj.image;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/**
 * The part of a mask that may differ from 0.
 *
 * @param values row by row
 * @param box their place in the picture, 2-dimensional
 */
record MaskWindow(float[] values, Interval box) {

	/** Nothing changes. */
	static final MaskWindow EMPTY = new MaskWindow(new float[0], FinalInterval
		.createMinSize(0, 0, 0, 0));

	/**
	 * Ones where a selection's small mask says so, see {@link Mask#selection}.
	 */
	static MaskWindow selection(final Interval selected, final byte[] inside,
		final Interval picture)
	{
		final Interval box = Intervals.intersect(selected, picture);
		final float[] values = new float[Intervals.isEmpty(box) ? 0 : area(box)];
		for (int i = 0; i < values.length; i++) {
			final long x = box.min(0) + i % box.dimension(0) - selected.min(0);
			final long y = box.min(1) + i / box.dimension(0) - selected.min(1);
			values[i] = inside.length == 0 || inside[(int) (y * selected.dimension(
				0) + x)] != 0 ? 1 : 0;
		}
		return new MaskWindow(values, box);
	}

	/** Turns intensities into mask values. */
	@FunctionalInterface
	interface Share {

		float of(float intensity);
	}

	/**
	 * The values of a plane, which starts at 0, 0. NB: it is read twice, so that
	 * of a huge one only what is masked takes memory.
	 */
	static <T extends RealType<T>> MaskWindow of(
		final RandomAccessibleInterval<T> plane, final Share share)
	{
		final int w = PlaneArray.width(plane);
		final int[] ends = { w, Integer.MAX_VALUE, -1, -1 };
		RowBands.read(plane, (band, first) -> {
			for (int i = 0; i < band.length; i++) {
				if (share.of(band[i]) > 0) {
					ends[0] = Math.min(ends[0], i % w);
					ends[1] = Math.min(ends[1], first + i / w);
					ends[2] = Math.max(ends[2], i % w);
					ends[3] = first + i / w;
				}
			}
		});
		if (ends[3] < 0) {
			return EMPTY;
		}
		final Interval box = FinalInterval.createMinMax(ends[0], ends[1], ends[2],
			ends[3]);
		final float[] values = new float[area(box)];
		final int width = ends[2] - ends[0] + 1;
		RowBands.read(Views.zeroMin(Views.interval(plane, box)), (band, first) -> {
			for (int i = 0; i < band.length; i++) {
				values[first * width + i] = share.of(band[i]);
			}
		});
		return new MaskWindow(values, box);
	}

	int width() {
		return (int) box.dimension(0);
	}

	/** The value of a pixel of the picture. */
	float at(final int x, final int y) {
		final long i = x - box.min(0);
		final long j = y - box.min(1);
		final boolean inside = i >= 0 && j >= 0 && i < box.dimension(0) && j < box
			.dimension(1);
		return inside ? values[(int) (j * box.dimension(0) + i)] : 0;
	}

	/** The values in a rectangle of the picture, row by row. */
	float[] within(final Interval part) {
		final float[] out = new float[area(part)];
		final Interval both = Intervals.intersect(part, box);
		if (Intervals.isEmpty(both)) {
			return out;
		}
		for (long y = both.min(1); y <= both.max(1); y++) {
			final long from = (y - box.min(1)) * box.dimension(0) + both.min(0) - box
				.min(0);
			final long to = (y - part.min(1)) * part.dimension(0) + both.min(0) - part
				.min(0);
			System.arraycopy(values, (int) from, out, (int) to, (int) both.dimension(
				0));
		}
		return out;
	}

	/** The same, larger on all sides as far as the picture reaches. */
	MaskWindow expanded(final int border, final int width, final int height) {
		final Interval larger = Intervals.intersect(Intervals.expand(box, border),
			FinalInterval.createMinSize(0, 0, width, height));
		return new MaskWindow(within(larger), larger);
	}

	/** The smallest rectangle of the picture that holds all values above 0. */
	Interval bounds() {
		final int w = width();
		int left = w;
		int right = -1;
		int top = values.length;
		int bottom = -1;
		for (int i = 0; i < values.length; i++) {
			if (values[i] > 0) {
				left = Math.min(left, i % w);
				right = Math.max(right, i % w);
				top = Math.min(top, i / w);
				bottom = i / w;
			}
		}
		return Intervals.translate(FinalInterval.createMinMax(left, top, right,
			bottom), box.min(0), box.min(1));
	}

	private static int area(final Interval box) {
		PictureMemory.require(box.dimension(0), box.dimension(1), 1);
		return (int) (box.dimension(0) * box.dimension(1));
	}
}
