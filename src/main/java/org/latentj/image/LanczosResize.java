
package org.latentj.image;

import org.latentj.tensor.Tensor;

/**
 * Resizing by the windowed sinc of three lobes (Turkowski 1990, "Filters for
 * common resampling tasks"), stretched to the size of a new pixel where the
 * picture becomes smaller. As Python's imaging library does it, by which
 * ComfyUI resizes: pictures have 8 bits before, between both axes and after,
 * and weights 22 bits.
 */
public final class LanczosResize {

	private static final int LOBES = 3;

	private static final int BITS = 22;

	private static final int WHITE = 255;

	/** First old pixel of each new one. */
	private final int[] from;

	/** Weights of the old pixels from there on. */
	private final int[][] weights;

	private LanczosResize(final int before, final int after) {
		from = new int[after];
		weights = new int[after][];
		final double scale = (double) before / after;
		final double stretch = Math.max(1, scale);
		for (int i = 0; i < after; i++) {
			final double center = (i + 0.5) * scale;
			final int first = Math.max(0, (int) (center - LOBES * stretch + 0.5));
			final int last = Math.min(before, (int) (center + LOBES * stretch + 0.5));
			from[i] = first;
			weights[i] = weights(first, last - first, center, stretch);
		}
	}

	private static int[] weights(final int first, final int count,
		final double center, final double stretch)
	{
		final double[] all = new double[count];
		double sum = 0;
		for (int k = 0; k < count; k++) {
			all[k] = lanczos((k + first - center + 0.5) / stretch);
			sum += all[k];
		}
		final int[] fixed = new int[count];
		for (int k = 0; k < count; k++) {
			final double weight = all[k] / sum * (1 << BITS);
			fixed[k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
		}
		return fixed;
	}

	private static double lanczos(final double x) {
		return Math.abs(x) < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
	}

	private static double sinc(final double x) {
		return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
	}

	/**
	 * Resizes pictures.
	 *
	 * @param pictures [N, C, H, W] in 0 to 1
	 * @param width new W, at least 1
	 * @param height new H, at least 1
	 * @return [N, C, height, width], in steps of 1 / 255
	 */
	public static Tensor resize(final Tensor pictures, final int width,
		final int height)
	{
		if (width < 1 || height < 1) {
			throw new IllegalArgumentException("cannot resize " + pictures + " to " +
				width + "x" + height + ": width and height must be at least 1");
		}
		final int oldWidth = pictures.size(3);
		final int oldHeight = pictures.size(2);
		final int planes = pictures.size(0) * pictures.size(1);
		final int[] grey = new int[pictures.length()];
		for (int i = 0; i < grey.length; i++) {
			grey[i] = (int) Math.max(0, Math.min(WHITE, WHITE * pictures.data()[i]));
		}
		final int[] wide = oldWidth == width ? grey : new LanczosResize(oldWidth,
			width).along(grey, planes * oldHeight, oldWidth, 1);
		final int[] all = oldHeight == height ? wide : new LanczosResize(oldHeight,
			height).along(wide, planes, oldHeight, width);
		final Tensor out = Tensor.zeros(pictures.size(0), pictures.size(1), height,
			width);
		for (int i = 0; i < all.length; i++) {
			out.data()[i] = all[i] / (float) WHITE;
		}
		return out;
	}

	/**
	 * Along one axis.
	 *
	 * @param before numbers of 8 bits
	 * @param lines how often the axis comes, with all behind it
	 * @param length of the axis before
	 * @param step numbers that belong to each place of it
	 */
	private int[] along(final int[] before, final int lines, final int length,
		final int step)
	{
		final int[] after = new int[lines * from.length * step];
		for (int i = 0; i < after.length; i++) {
			final int at = i / step % from.length;
			final int start = (i / step / from.length * length + from[at]) * step +
				i % step;
			int sum = 1 << BITS - 1;
			for (int k = 0; k < weights[at].length; k++) {
				sum += before[start + k * step] * weights[at][k];
			}
			after[i] = Math.max(0, Math.min(WHITE, sum >> BITS));
		}
		return after;
	}
}
