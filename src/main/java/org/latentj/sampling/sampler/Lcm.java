
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * Multistep consistency sampling (Song et al. 2023, "Consistency models",
 * algorithm 1): the denoised latent, with fresh noise of the next level. For
 * networks distilled to it, such as LCM (Luo et al. 2023). Results don't
 * converge to the network's distribution however many steps are taken: their
 * variance stays too small (measured).
 */
final class Lcm implements Sampler {

	@Override
	public String id() {
		return "lcm";
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
			now = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, now);
			if (sigmas[i + 1] > 0) {
				now = run.model().noiseScaling(sigmas[i + 1], noise.next(sigmas[i],
					sigmas[i + 1]), now, false);
			}
		}
		return now;
	}
}
