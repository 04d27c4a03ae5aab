
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * {@link Dpmpp2sAncestral} with a kind of CFG++ (Chung et al. 2024): both parts
 * of a step start from the latent shifted by the guidance. As in the reference
 * the second shift mixes the estimates of both parts, so that without guidance
 * the results do not converge: their variance stays too small (measured).
 */
final class Dpmpp2sAncestralCfgPp implements Sampler {

	@Override
	public String id() {
		return "dpmpp_2s_ancestral_cfg_pp";
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
			final Denoiser.Estimates both = denoiser.estimate(now, sigmas[i]);
			run.report(i, sigmas, both.guided());
			if (sigmas[i + 1] == 0) {
				return both.guided();
			}
			final AncestralStep step = AncestralStep.of(sigmas[i], sigmas[i + 1]);
			final double middle = Ode.middle(sigmas[i], step.down());
			final Tensor shifted = now.plus(both.guided());
			final Tensor half = Ode.relax(shifted.minus(both.unguided()), sigmas[i],
				middle, both.guided());
			final Denoiser.Estimates there = denoiser.estimate(half, middle);
			now = Ode.relax(shifted.minus(there.unguided()), sigmas[i], step.down(),
				there.guided()).plus(step.up(), noise.next(sigmas[i], sigmas[i + 1]));
		}
		return now;
	}
}
