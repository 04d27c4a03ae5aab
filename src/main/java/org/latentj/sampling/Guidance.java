
package org.latentj.sampling;

import java.util.List;

import org.latentj.tensor.Tensor;

/** Combines what the network makes of the positive and the negative prompt. */
public interface Guidance {

	/**
	 * The guided estimate; all tensors are [N, C, H, W].
	 *
	 * @param x the noisy latent
	 * @param sigma its noise level, above 0
	 * @param positive the latent as denoised with the positive prompt
	 * @param negative the latent as denoised with the negative prompt
	 */
	Tensor combine(Tensor x, double sigma, Tensor positive, Tensor negative);

	/**
	 * The guided estimate of several.
	 *
	 * @param estimates with the positive prompt, perhaps with a middle one, with
	 *          the negative one, [N, C, H, W] each
	 */
	default Tensor combine(final Tensor x, final double sigma,
		final List<Tensor> estimates)
	{
		return combine(x, sigma, estimates.get(0), estimates.get(estimates.size() -
			1));
	}

	/** Whether the negative prompt has any weight. */
	default boolean needsNegative() {
		return true;
	}

	/**
	 * Classifier-free guidance (Ho and Salimans 2022, eq. 6): from the negative
	 * estimate {@code scale} times the way to the positive one.
	 *
	 * @param scale finite; 1 is the positive estimate, whose negative one need
	 *          not be computed
	 */
	static Guidance cfg(final double scale) {
		return new Guidance() {

			@Override
			public Tensor combine(final Tensor x, final double sigma,
				final Tensor positive, final Tensor negative)
			{
				final float s = (float) scale;
				return negative.zip(positive, (n, p) -> n + (p - n) * s);
			}

			@Override
			public boolean needsNegative() {
				return Math.abs(scale - 1) > 1e-9 * Math.max(1, Math.abs(scale));
			}
		};
	}

	/**
	 * Guidance from the negative estimate to a middle one by one scale, and on
	 * from that to the positive one by another (Brooks et al. 2023,
	 * "InstructPix2Pix", eq. 3; ComfyUI's DualCFGGuider).
	 *
	 * @param scale of the way from the middle to the positive estimate
	 * @param toMiddle of the way from the negative to the middle one
	 */
	static Guidance dual(final double scale, final double toMiddle) {
		final Guidance first = cfg(toMiddle);
		return new Guidance() {

			@Override
			public Tensor combine(final Tensor x, final double sigma,
				final Tensor positive, final Tensor negative)
			{
				return cfg(scale).combine(x, sigma, positive, negative);
			}

			@Override
			public Tensor combine(final Tensor x, final double sigma,
				final List<Tensor> estimates)
			{
				final Tensor middle = estimates.get(1);
				final float s = (float) scale;
				return first.combine(x, sigma, middle, estimates.get(2)).plus(estimates
					.get(0).zip(middle, (p, m) -> (p - m) * s));
			}
		};
	}

	/**
	 * Classifier-free guidance of the velocity whose deviation is brought back to
	 * that of the positive prompt's (Lin et al. 2024, "Common diffusion noise
	 * schedules and sample steps are flawed", eqs. 15 and 16; ComfyUI's
	 * RescaleCFG).
	 *
	 * @param scale finite
	 * @param multiplier how much of it, 0 (plain guidance) to 1
	 * @throws IllegalArgumentException if the multiplier is out of range
	 */
	static Guidance rescaled(final double scale, final double multiplier) {
		return new RescaledGuidance(cfg(scale), multiplier);
	}
}
