
package org.latentj.sampling.sampler;

import java.util.List;

import org.latentj.tensor.Tensor;

/** The probability flow ODE in the form of Karras et al. 2022. */
final class Ode {

	private Ode() {}

	/**
	 * The slope dx/dsigma = (x - denoised) / sigma (Karras et al. 2022, algorithm
	 * 1).
	 */
	static Tensor slope(final Tensor x, final double sigma,
		final Tensor denoised)
	{
		final float s = (float) sigma;
		return x.zip(denoised, (a, b) -> (a - b) / s);
	}

	/**
	 * The exact solution where the denoised latent does not change: the
	 * exponential Euler step, which is DDIM's (Song et al. 2021, "DDIM", eq. 13).
	 */
	static Tensor relax(final Tensor x, final double sigmaFrom,
		final double sigmaTo, final Tensor denoised)
	{
		final double ratio = sigmaTo / sigmaFrom;
		return x.times(ratio).plus(1 - ratio, denoised);
	}

	/**
	 * Adds what a multistep method has found to that of the steps before.
	 *
	 * @param latest the latest first; what is beyond goes
	 * @param most that the method takes
	 */
	static void remember(final List<Tensor> latest, final Tensor found,
		final int most)
	{
		latest.add(0, found);
		if (latest.size() > most) {
			latest.remove(most);
		}
	}

	/** The level halfway between two on a logarithmic scale. */
	static float middle(final double from, final double to) {
		// NB: in floats, since ComfyUI's rounding shows where both are far apart.
		final float a = (float) Math.log(from);
		final float b = (float) Math.log(to);
		return (float) Math.exp(b - (b - a) * 0.5f);
	}

	/** The last level of a run, or the one before if that is 0. */
	static float lastAboveZero(final float[] sigmas) {
		final float last = sigmas[sigmas.length - 1];
		return last > 0 ? last : sigmas[sigmas.length - 2];
	}
}
