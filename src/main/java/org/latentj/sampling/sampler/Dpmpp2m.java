
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * DPM-Solver++(2M) (Lu et al. 2022, "DPM-Solver++", algorithm 2): the
 * exponential Euler step towards a denoised latent that is extrapolated from
 * the last two. First step and step to level 0 are of order 1. Converges with
 * order 2 (measured).
 */
final class Dpmpp2m implements Sampler {

	@Override
	public String id() {
		return "dpmpp_2m";
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		Tensor now = x;
		Tensor last = null;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor denoised = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, denoised);
			Tensor target = denoised;
			if (last != null && sigmas[i + 1] > 0) {
				final double h = Math.log(sigmas[i] / (double) sigmas[i + 1]);
				final double hLast = Math.log(sigmas[i - 1] / (double) sigmas[i]);
				target = denoised.plus(h / (2 * hLast), denoised.minus(last));
			}
			now = Ode.relax(now, sigmas[i], sigmas[i + 1], target);
			last = denoised;
		}
		return now;
	}
}
