
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * Euler's method on the probability flow ODE (Karras et al. 2022, algorithm 1
 * without its correction). In these variables it is DDIM's deterministic step.
 * Converges with order 1 (measured).
 */
final class Euler implements Sampler {

	@Override
	public String id() {
		return "euler";
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
			now = now.plus(sigmas[i + 1] - sigmas[i], Ode.slope(now, sigmas[i],
				denoised));
		}
		return now;
	}
}
