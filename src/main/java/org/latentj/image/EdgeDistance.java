
package org.latentj.image;

import java.util.Arrays;

import net.imglib2.Interval;

/**
 * Exact Euclidean distances to the nearest pixel outside of a mask, or in its
 * core: along columns by counting, along rows by lower envelopes of parabolas
 * (Felzenszwalb and Huttenlocher 2012, "Distance Transforms of Sampled
 * Functions").
 */
final class EdgeDistance {

	private static final int FAR = 1 << 24;

	private EdgeDistance() {}

	/**
	 * A mask's values, falling linearly to 0 towards its edge. They fall on the
	 * way from a core to the edge, or within {@code reach} if that is shorter; in
	 * the core itself nothing is taken away.
	 *
	 * @param values the mask, row by row
	 * @param core greater than 0 in the core, of the same size; 0 if there is
	 *          none
	 * @param width of both
	 * @param bounds of the mask's values greater than 0
	 * @param reach distance from the edge at which nothing is taken away
	 */
	static float[] ramp(final float[] values, final float[] core, final int width,
		final Interval bounds, final double reach)
	{
		// NB: one pixel more on each side, if there is one, so that the edge is
		// seen.
		final int left = (int) Math.max(0, bounds.min(0) - 1);
		final int top = (int) Math.max(0, bounds.min(1) - 1);
		final int w = (int) Math.min(width, bounds.max(0) + 2) - left;
		final int h = (int) Math.min(values.length / width, bounds.max(1) + 2) -
			top;
		final float[] out = values.clone();
		final int[][] toEdge = columns(h, w, (x, y) -> values[(top + y) * width +
			left + x] == 0);
		final int[][] toCore = columns(h, w, (x, y) -> core[(top + y) * width +
			left + x] > 0);
		for (int y = 0; y < h; y++) {
			if (Arrays.stream(toEdge[y]).anyMatch(d -> d < reach)) {
				final double[] edge = transform(toEdge[y]);
				final double[] near = transform(toCore[y]);
				for (int x = 0; x < w; x++) {
					final double d = Math.sqrt(edge[x]);
					final double way = Math.min(reach, d + Math.sqrt(near[x]));
					out[(top + y) * width + left + x] *= d < way ? d / way : 1;
				}
			}
		}
		return out;
	}

	/** Says which pixels of a rectangle distances lead to. */
	@FunctionalInterface
	private interface Goal {

		boolean at(int x, int y);
	}

	/** For each pixel of a rectangle the distance to the goal in its column. */
	private static int[][] columns(final int h, final int w, final Goal goal) {
		final int[][] distance = new int[h][w];
		for (int y = 0; y < h; y++) {
			for (int x = 0; x < w; x++) {
				final int above = y == 0 ? FAR : distance[y - 1][x];
				distance[y][x] = goal.at(x, y) ? 0 : Math.min(FAR, above + 1);
			}
		}
		for (int y = h - 2; y >= 0; y--) {
			for (int x = 0; x < w; x++) {
				distance[y][x] = Math.min(distance[y][x], distance[y + 1][x] + 1);
			}
		}
		return distance;
	}

	/** The least (q - p)^2 + column(p)^2 for each q of a row. */
	private static double[] transform(final int[] column) {
		final int n = column.length;
		final int[] vertex = new int[n];
		final double[] from = new double[n + 1];
		int k = 0;
		from[0] = Double.NEGATIVE_INFINITY;
		from[1] = Double.POSITIVE_INFINITY;
		for (int q = 1; q < n; q++) {
			double cross = cross(column, vertex[k], q);
			while (cross <= from[k]) {
				k--;
				cross = cross(column, vertex[k], q);
			}
			k++;
			vertex[k] = q;
			from[k] = cross;
			from[k + 1] = Double.POSITIVE_INFINITY;
		}
		final double[] squares = new double[n];
		k = 0;
		for (int q = 0; q < n; q++) {
			while (from[k + 1] < q) {
				k++;
			}
			final double d = q - vertex[k];
			squares[q] = d * d + (double) column[vertex[k]] * column[vertex[k]];
		}
		return squares;
	}

	/** Where the parabolas over p and q, p before q, meet. */
	private static double cross(final int[] column, final int p, final int q) {
		return ((double) column[q] * column[q] + (double) q * q -
			(double) column[p] * column[p] - (double) p * p) / (2.0 * (q - p));
	}
}
