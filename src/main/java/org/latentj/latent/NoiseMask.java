
package org.latentj.latent;

import org.latentj.tensor.Tensor;

/**
 * Prepares a mask for sampling: 1 = the latent is made anew, 0 = it is kept. As
 * ComfyUI's prepare_mask does it.
 */
public final class NoiseMask {

	private NoiseMask() {}

	/**
	 * Brings a mask to the shape of latents: resized bilinearly, one channel
	 * repeated for all, the first masks taken, or all repeated in turn, if their
	 * number is another one.
	 *
	 * @param mask [M, 1, H, W] or [M, H, W], in the picture's size or any other
	 * @param latent [N, C, h, w]
	 * @return [N, C, h, w]
	 */
	public static Tensor prepare(final Tensor mask, final Tensor latent) {
		final Tensor sized = resize(mask, latent.size(2), latent.size(3));
		final int plane = latent.size(2) * latent.size(3);
		final int channels = latent.size(1);
		final Tensor out = Tensor.zeros(latent.shape());
		for (int k = 0; k < latent.size(0) * channels; k++) {
			System.arraycopy(sized.data(), k / channels % mask.size(0) * plane, out
				.data(), k * plane, plane);
		}
		return out;
	}

	/**
	 * Masks of another size, bilinearly.
	 *
	 * @param mask [M, 1, H, W] or [M, H, W]
	 * @return [M, height, width]
	 * @throws IllegalArgumentException if it has another shape, or is empty
	 */
	public static Tensor resize(final Tensor mask, final int height,
		final int width)
	{
		final int rank = mask.rank();
		if (rank < 3 || rank > 4 || rank == 4 && mask.size(1) != 1 || mask
			.length() == 0)
		{
			throw new IllegalArgumentException(
				"a noise mask has the shape [M, 1, H, W] or [M, H, W], this one is " +
					mask);
		}
		return ResizeMethod.BILINEAR.resize(mask.reshape(mask.size(0), 1, mask.size(
			-2), mask.size(-1)), width, height).reshape(mask.size(0), height, width);
	}

	/**
	 * As many items as asked for: the first ones, or all repeated in turn.
	 *
	 * @param t [n, ...]
	 * @return [count, ...]
	 */
	public static Tensor toBatch(final Tensor t, final int count) {
		final int n = t.size(0);
		if (n == count) {
			return t;
		}
		return n > count ? t.items(0, count) : t.repeat((count + n - 1) / n).items(
			0, count);
	}
}
