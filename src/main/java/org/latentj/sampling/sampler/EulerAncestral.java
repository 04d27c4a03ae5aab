
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * Euler's method with the noise of DDPM's reverse step added after each step
 * (Ho et al. 2020, algorithm 2, in the variables of Karras et al. 2022). Its
 * results' variance converges with order 1 (measured).
 */
final class EulerAncestral implements Sampler {

	@Override
	public String id() {
		return "euler_ancestral";
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
			now = now.plus(step.down() - sigmas[i], Ode.slope(now, sigmas[i],
				denoised)).plus(step.up(), noise.next(sigmas[i], sigmas[i + 1]));
		}
		return now;
	}
}
