
package org.latentj.image;

import java.util.Arrays;

/** Grows masks by a square, along one axis after the other. */
final class MaskGrowth {

	private static final float HALF = 0.5f;

	private MaskGrowth() {}

	/**
	 * A mask of 1 wherever a value of more than a half lies in the square around
	 * it.
	 *
	 * @param values row by row
	 * @param width of the mask
	 * @param by side of the square
	 */
	static float[] grow(final float[] values, final int width, final int by) {
		final int height = values.length / width;
		final float[] wide = new float[values.length];
		for (int y = 0; y < height; y++) {
			spread(values, wide, y * width, 1, width, 1, by);
		}
		final float[] out = new float[values.length];
		spread(wide, out, 0, width, height, width, by);
		return out;
	}

	/**
	 * Sets what has more than a half within {@code by} pixels along an axis, for
	 * some neighbouring lines at once.
	 */
	private static void spread(final float[] in, final float[] out,
		final int start, final int step, final int length, final int lines,
		final int by)
	{
		final int before = by / 2;
		final int after = Math.max(0, by - 1 - before);
		final int[] since = new int[lines];
		Arrays.fill(since, by + 1);
		for (int i = 0; i < length; i++) {
			for (int line = 0; line < lines; line++) {
				final int at = start + i * step + line;
				since[line] = in[at] > HALF ? 0 : since[line] + 1;
				out[at] = since[line] <= before ? 1 : 0;
			}
		}
		Arrays.fill(since, by + 1);
		for (int i = length - 1; i >= 0; i--) {
			for (int line = 0; line < lines; line++) {
				final int at = start + i * step + line;
				since[line] = in[at] > HALF ? 0 : since[line] + 1;
				if (since[line] <= after) out[at] = 1;
			}
		}
	}
}
