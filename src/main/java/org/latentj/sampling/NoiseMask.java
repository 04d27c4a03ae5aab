
package org.latentj.sampling;

import org.latentj.tensor.Tensor;

/** Brings masks of pictures to the size of a latent. */
public final class NoiseMask {

	private NoiseMask() {}

	/**
	 * A mask for each number of a latent, interpolated linearly between the
	 * centres of the mask's pixels (without smoothing, as ComfyUI does it).
	 *
	 * @param mask 1 where the latent may change, [n, H, W] or [n, 1, H, W]; with
	 *          fewer masks than items they are repeated in turn, superfluous ones
	 *          ignored
	 * @param shape of the latent, [N, C, H, W]
	 */
	public static Tensor prepare(final Tensor mask, final int... shape) {
		final int items = shape[0];
		final int plane = shape[2] * shape[3];
		final Tensor small = resize(mask, shape[2], shape[3]);
		final Tensor out = Tensor.zeros(shape);
		for (int n = 0; n < items; n++) {
			for (int c = 0; c < shape[1]; c++) {
				System.arraycopy(small.data(), n % small.size(0) * plane, out.data(),
					(n * shape[1] + c) * plane, plane);
			}
		}
		return out;
	}

	/**
	 * Masks of another size.
	 *
	 * @param mask [n, H, W] or [n, 1, H, W]
	 * @return [n, height, width]
	 */
	static Tensor resize(final Tensor mask, final int height, final int width) {
		final boolean channel = mask.rank() == 4 && mask.size(1) == 1;
		if (mask.rank() != 3 && !channel || mask.length() == 0) {
			throw new IllegalArgumentException(
				"a mask has the shape [n, H, W] or [n, 1, H, W], this one is " + mask);
		}
		final int h = mask.size(-2);
		final int w = mask.size(-1);
		final Tensor out = Tensor.zeros(mask.size(0), height, width);
		for (int n = 0; n < mask.size(0); n++) {
			for (int y = 0; y < height; y++) {
				final float sy = source(y, h, height);
				final int top = (n * h + (int) sy) * w;
				final int bottom = (int) sy + 1 < h ? top + w : top;
				for (int x = 0; x < width; x++) {
					final float sx = source(x, w, width);
					out.data()[(n * height + y) * width + x] = lerp(sy - (int) sy, row(
						mask, top, sx, w), row(mask, bottom, sx, w));
				}
			}
		}
		return out;
	}

	private static float row(final Tensor mask, final int start, final float x,
		final int width)
	{
		final int left = (int) x;
		final int right = Math.min(left + 1, width - 1);
		return lerp(x - left, mask.data()[start + left], mask.data()[start +
			right]);
	}

	private static float lerp(final float t, final float a, final float b) {
		return (1 - t) * a + t * b;
	}

	/** The place in the original whose centre falls on that of a new pixel. */
	private static float source(final int i, final int from, final int to) {
		return Math.max(0, (i + 0.5f) * ((float) from / to) - 0.5f);
	}
}
