
package org.latentj.sampling.sampler;

import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * A step to a noise level split into a deterministic one to a lower level and
 * the noise that brings it up again, so that the variance is that of DDPM's
 * reverse step (Ho et al. 2020, eq. 7; Song et al. 2021, "DDIM", eq. 16 with
 * eta 1).
 *
 * @param down the level that the deterministic part goes to
 * @param up the deviation of the noise to be added
 */
record AncestralStep(double down, double up) {

	static AncestralStep of(final double from, final double to) {
		return of(from, to, 1);
	}

	/**
	 * @param eta part of DDPM's noise, 0 (none) to 1
	 */
	static AncestralStep of(final double from, final double to,
		final double eta)
	{
		// NB: in floats, since ComfyUI's rounding shows where both are far apart.
		final float a = (float) (from * from);
		final float b = (float) (to * to);
		final float up = (float) Math.min(to, eta * (float) Math.sqrt(b * (a - b) /
			a));
		return new AncestralStep((float) Math.sqrt(b - up * up), up);
	}

	/**
	 * Adds its noise, which is drawn only where there is some.
	 *
	 * @param x at the lower level
	 * @param from the level of the step's start
	 * @param to that of its end
	 */
	Tensor noised(final Tensor x, final NoiseSource noise, final double from,
		final double to)
	{
		return up > 0 ? x.plus(up, noise.next(from, to)) : x;
	}
}
