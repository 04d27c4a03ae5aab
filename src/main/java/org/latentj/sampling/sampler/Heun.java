
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * Heun's method (Karras et al. 2022, algorithm 1): the mean of the slopes at
 * both ends of a step. The step to level 0 is Euler's. Converges with order 2
 * (measured).
 */
final class Heun implements Sampler {

	@Override
	public String id() {
		return "heun";
	}

	@Override
	public boolean takesEqualSigmas() {
		return true;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		Tensor now = x;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor denoised = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, denoised);
			final double next = sigmas[i + 1];
			final double step = next - sigmas[i];
			final Tensor slope = Ode.slope(now, sigmas[i], denoised);
			final Tensor euler = now.plus(step, slope);
			now = next == 0 ? euler : now.plus(step, slope.plus(Ode.slope(euler, next,
				denoiser.denoise(euler, next))).times(0.5));
		}
		return now;
	}
}
