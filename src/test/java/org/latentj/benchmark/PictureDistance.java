
package org.latentj.benchmark;

import java.util.ArrayDeque;
import java.util.Deque;

import org.latentj.tensor.Tensor;

/**
 * How far pictures are from each other, [1, 3, H, W] in 0 to 1.
 *
 * @param ssim mean structural similarity (Wang et al. 2004) of the three
 *          channels, in windows of 7 x 7 pixels
 * @param psnr in decibels; infinite of equal ones
 */
record PictureDistance(double ssim, double psnr) {

	private static final int WINDOW = 7;

	private static final double C1 = 0.01 * 0.01;

	private static final double C2 = 0.03 * 0.03;

	/** Pixels of the smallest object. */
	private static final int SMALLEST = 6;

	static PictureDistance of(final Tensor a, final Tensor b) {
		double squares = 0;
		for (int i = 0; i < a.length(); i++) {
			final double d = (double) a.data()[i] - b.data()[i];
			squares += d * d;
		}
		final int plane = a.size(2) * a.size(3);
		double ssim = 0;
		for (int c = 0; c < 3; c++) {
			ssim += ssim(a.data(), b.data(), c * plane, a.size(2), a.size(3)) / 3;
		}
		return new PictureDistance(ssim, -10 * Math.log10(squares / a.length()));
	}

	private static double ssim(final float[] a, final float[] b, final int from,
		final int height, final int width)
	{
		double sum = 0;
		int windows = 0;
		for (int y = 0; y + WINDOW <= height; y++) {
			for (int x = 0; x + WINDOW <= width; x++) {
				sum += ssim(a, b, from + y * width + x, width);
				windows++;
			}
		}
		return sum / windows;
	}

	private static double ssim(final float[] a, final float[] b, final int from,
		final int width)
	{
		double sa = 0;
		double sb = 0;
		double saa = 0;
		double sbb = 0;
		double sab = 0;
		for (int y = 0; y < WINDOW; y++) {
			for (int x = 0; x < WINDOW; x++) {
				final double u = a[from + y * width + x];
				final double v = b[from + y * width + x];
				sa += u;
				sb += v;
				saa += u * u;
				sbb += v * v;
				sab += u * v;
			}
		}
		final int n = WINDOW * WINDOW;
		final double ma = sa / n;
		final double mb = sb / n;
		final double scale = 1.0 / (n - 1);
		final double va = (saa - n * ma * ma) * scale;
		final double vb = (sbb - n * mb * mb) * scale;
		final double vab = (sab - n * ma * mb) * scale;
		return (2 * ma * mb + C1) * (2 * vab + C2) / ((ma * ma + mb * mb + C1) *
			(va + vb + C2));
	}

	/**
	 * Objects of a picture: connected pixels brighter than a threshold in their
	 * brightest channel.
	 */
	static int objects(final Tensor picture, final double threshold) {
		final int width = picture.size(3);
		final int plane = picture.size(2) * width;
		final boolean[] left = new boolean[plane];
		for (int i = 0; i < plane; i++) {
			left[i] = Math.max(picture.data()[i], Math.max(picture.data()[plane + i],
				picture.data()[2 * plane + i])) > threshold;
		}
		int objects = 0;
		for (int i = 0; i < plane; i++) {
			if (left[i] && take(left, i, width) >= SMALLEST) {
				objects++;
			}
		}
		return objects;
	}

	private static int take(final boolean[] left, final int start,
		final int width)
	{
		final Deque<Integer> open = new ArrayDeque<>();
		open.push(start);
		left[start] = false;
		int size = 0;
		while (!open.isEmpty()) {
			final int at = open.pop();
			size++;
			for (final int step : new int[] { -1, 1, -width, width }) {
				final int next = at + step;
				final boolean beside = Math.abs(step) > 1 || next / width == at / width;
				if (next >= 0 && next < left.length && beside && left[next]) {
					left[next] = false;
					open.push(next);
				}
			}
		}
		return size;
	}
}
