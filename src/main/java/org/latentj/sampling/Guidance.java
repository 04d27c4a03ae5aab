
package org.latentj.sampling;

import org.latentj.tensor.Tensor;

/** Combines what the network makes of the positive and the negative prompt. */
public interface Guidance {

	/**
	 * The guided estimate.
	 *
	 * @param x the noisy latent
	 * @param sigma its noise level
	 * @param positive the latent as denoised with the positive prompt
	 * @param negative the latent as denoised with the negative prompt
	 */
	Tensor combine(Tensor x, double sigma, Tensor positive, Tensor negative);

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
