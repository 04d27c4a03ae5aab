
package org.latentj.imageplus.hint;

import ij.plugin.filter.GaussianBlur;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Edges of one pixel's width (Canny 1986, "A computational approach to edge
 * detection"): ImageJ's Gaussian blur, the gradient by Sobel's kernels, of
 * which only maxima across the edge are kept, and of these those above the high
 * threshold with all above the low one that they touch.
 *
 * @param sigma of the blur in pixels, 0 = none
 * @param low of the gradient of a picture in 0 to 255; a step of 255 has 1020
 * @param high likewise
 */
record CannyEdges(double sigma, double low, double high) {

	/** Accuracy of ImageJ's blur of 8-bit pictures. */
	private static final double ACCURACY = 0.002;

	/** Gradients that differ by less of their size are equal. */
	private static final float SAME = 1e-3f;

	/** Half of the angle between neighbouring directions. */
	private static final double EIGHTH = Math.PI / 8;

	/**
	 * The edges of a picture.
	 *
	 * @param grey 0 to 255
	 * @return 255 on edges, 0 elsewhere
	 */
	ByteProcessor of(final ImageProcessor grey) {
		final FloatProcessor picture = grey.convertToFloatProcessor();
		if (sigma > 0) {
			new GaussianBlur().blurGaussian(picture, sigma, sigma, ACCURACY);
		}
		final int width = picture.getWidth();
		final int height = picture.getHeight();
		final float[] size = new float[width * height];
		final byte[] direction = new byte[size.length];
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				final double across = slope(picture, x, y, 1, 0);
				final double down = slope(picture, x, y, 0, 1);
				size[y * width + x] = (float) Math.hypot(across, down);
				direction[y * width + x] = direction(across, down);
			}
		}
		return connected(thinned(size, direction, width, height), width, height);
	}

	/** Sobel's kernel along an axis; beyond the border is the border. */
	private static double slope(final FloatProcessor p, final int x, final int y,
		final int dx, final int dy)
	{
		double sum = 0;
		for (int k = -1; k <= 1; k++) {
			final int weight = k == 0 ? 2 : 1;
			sum += weight * (at(p, x + dx + k * dy, y + dy + k * dx) - at(p, x - dx +
				k * dy, y - dy + k * dx));
		}
		return sum;
	}

	private static float at(final FloatProcessor p, final int x, final int y) {
		return p.getf(Math.max(0, Math.min(p.getWidth() - 1, x)), Math.max(0, Math
			.min(p.getHeight() - 1, y)));
	}

	/** 0 = across, 1 = falling, 2 = down, 3 = rising. */
	private static byte direction(final double across, final double down) {
		final double angle = Math.atan2(down, across) + Math.PI + EIGHTH;
		return (byte) ((int) (angle / (2 * EIGHTH)) % 4);
	}

	/** NB: of two equal neighbours the second one is kept. */
	private static float[] thinned(final float[] size, final byte[] direction,
		final int width, final int height)
	{
		final int[] right = { 1, 1, 0, -1 };
		final int[] below = { 0, 1, 1, 1 };
		final float[] thin = new float[size.length];
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				final int i = y * width + x;
				final int dx = right[direction[i]];
				final int dy = below[direction[i]];
				final float before = at(size, x - dx, y - dy, width, height);
				final float next = at(size, x + dx, y + dy, width, height);
				final float same = SAME * size[i];
				thin[i] = size[i] >= before - same && size[i] > next + same ? size[i]
					: 0;
			}
		}
		return thin;
	}

	private static float at(final float[] size, final int x, final int y,
		final int width, final int height)
	{
		return x < 0 || y < 0 || x >= width || y >= height ? 0 : size[y * width +
			x];
	}

	private ByteProcessor connected(final float[] thin, final int width,
		final int height)
	{
		final ByteProcessor edges = new ByteProcessor(width, height);
		final Deque<Integer> open = new ArrayDeque<>();
		for (int i = 0; i < thin.length; i++) {
			if (thin[i] > high) {
				open.push(i);
				edges.set(i, 255);
			}
		}
		while (!open.isEmpty()) {
			final int i = open.pop();
			for (int y = Math.max(0, i / width - 1); y <= Math.min(height - 1, i /
				width + 1); y++)
			{
				for (int x = Math.max(0, i % width - 1); x <= Math.min(width - 1, i %
					width + 1); x++)
				{
					final int next = y * width + x;
					if (edges.get(next) == 0 && thin[next] > low) {
						edges.set(next, 255);
						open.push(next);
					}
				}
			}
		}
		return edges;
	}
}
