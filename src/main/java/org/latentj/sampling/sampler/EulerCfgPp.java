
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * Euler's method with CFG++ (Chung et al. 2024, algorithm 2): the latent is
 * denoised with guidance, the noise put back is the one found without. The
 * ancestral variant adds the noise of DDPM's reverse step. Without guidance
 * both converge with order 1 (measured).
 */
final class EulerCfgPp implements Sampler {

	private final String id;

	/** Part of DDPM's noise. */
	private final double eta;

	private EulerCfgPp(final String id, final double eta) {
		this.id = id;
		this.eta = eta;
	}

	static EulerCfgPp ode() {
		return new EulerCfgPp("euler_cfg_pp", 0);
	}

	static EulerCfgPp ancestral() {
		return new EulerCfgPp("euler_ancestral_cfg_pp", 1);
	}

	@Override
	public String id() {
		return id;
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
			final AncestralStep step = AncestralStep.of(sigmas[i], sigmas[i + 1],
				eta);
			now = step.noised(both.guided().plus(step.down(), Ode.slope(now,
				sigmas[i], both.unguided())), noise, sigmas[i], sigmas[i + 1]);
		}
		return now;
	}
}
