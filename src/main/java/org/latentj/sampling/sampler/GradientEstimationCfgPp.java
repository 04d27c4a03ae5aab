
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * {@link GradientEstimation} with CFG++ (Chung et al. 2024, algorithm 2): the
 * latent is denoised with guidance, slopes are those found without. Without
 * guidance it converges with order 1 (measured).
 */
final class GradientEstimationCfgPp implements Sampler {

	private static final double GAMMA = 2;

	@Override
	public String id() {
		return "gradient_estimation_cfg_pp";
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
		Tensor last = null;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Denoiser.Estimates both = denoiser.estimate(now, sigmas[i]);
			run.report(i, sigmas, both.guided());
			if (sigmas[i + 1] == 0) {
				return both.guided();
			}
			final Tensor slope = Ode.slope(now, sigmas[i], both.unguided());
			now = both.guided().plus(sigmas[i + 1], slope);
			if (last != null) {
				now = now.plus((sigmas[i + 1] - sigmas[i]) * (GAMMA - 1), slope.minus(
					last));
			}
			last = slope;
		}
		return now;
	}
}
