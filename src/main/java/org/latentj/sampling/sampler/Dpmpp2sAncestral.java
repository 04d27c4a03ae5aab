
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * DPM-Solver++(2S) (Lu et al. 2022, "DPM-Solver++", algorithm 1 with the
 * midpoint on the logarithmic scale) to below the next level, with the noise of
 * DDPM's reverse step added. Its results' variance converges with order 2
 * (measured).
 */
final class Dpmpp2sAncestral implements Sampler {

	@Override
	public String id() {
		return "dpmpp_2s_ancestral";
	}

	@Override
	public boolean takesEqualSigmas() {
		return true;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final NoiseSource noise = run.noise(x);
		Tensor now = x;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor denoised = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, denoised);
			if (sigmas[i + 1] == 0) {
				return denoised;
			}
			final AncestralStep step = AncestralStep.of(sigmas[i], sigmas[i + 1]);
			final double middle = Ode.middle(sigmas[i], step.down());
			final Tensor half = Ode.relax(now, sigmas[i], middle, denoised);
			now = Ode.relax(now, sigmas[i], step.down(), denoiser.denoise(half,
				middle)).plus(step.up(), noise.next(sigmas[i], sigmas[i + 1]));
		}
		return now;
	}
}
