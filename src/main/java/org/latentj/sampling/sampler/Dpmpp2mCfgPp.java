
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * DPM-Solver++(2M) (Lu et al. 2022, "DPM-Solver++", algorithm 2) with CFG++
 * (Chung et al. 2024): the denoised latent with guidance, the noise put back
 * found without, and the second order term from one to the other. Without
 * guidance it converges with order 2 (measured).
 */
final class Dpmpp2mCfgPp implements Sampler {

	@Override
	public String id() {
		return "dpmpp_2m_cfg_pp";
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		Tensor now = x;
		Tensor last = null;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Denoiser.Estimates both = denoiser.estimate(now, sigmas[i]);
			run.report(i, sigmas, both.guided());
			// NB: in ComfyUI's order, as guidance multiplies the rounding.
			final float ratio = sigmas[i + 1] / sigmas[i];
			Tensor mixed = both.unguided().times(-ratio);
			if (last != null && ratio > 0) {
				final double h = Math.log(1 / (double) ratio);
				final double hLast = Math.log(sigmas[i - 1] / (double) sigmas[i]);
				mixed = mixed.plus((1 - ratio) * h / (2 * hLast), both.guided().minus(
					last));
			}
			now = both.guided().plus(mixed).plus(ratio, now);
			last = both.unguided();
		}
		return now;
	}
}
