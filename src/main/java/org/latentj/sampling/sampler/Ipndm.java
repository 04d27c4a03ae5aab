
package org.latentj.sampling.sampler;

import java.util.ArrayList;
import java.util.List;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * The improved pseudo linear multistep method (Zhang and Chen 2023, "DEIS"; Liu
 * et al. 2022, "PNDM"): Adams and Bashforth's method of order 4 with the
 * coefficients for even steps. Where steps are uneven that costs it orders. The
 * step to level 0 gives the denoised latent. Converges with order 2 (measured).
 */
final class Ipndm implements Sampler {

	@Override
	public String id() {
		return "ipndm";
	}

	private static final double[][] COEFFICIENTS = { { 1 }, { 3 / 2., -1 / 2. }, {
		23 / 12., -16 / 12., 5 / 12. }, { 55 / 24., -59 / 24., 37 / 24., -9 /
			24. } };

	@Override
	public boolean takesEqualSigmas() {
		return true;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final List<Tensor> slopes = new ArrayList<>();
		Tensor now = x;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor denoised = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, denoised);
			if (sigmas[i + 1] == 0) {
				return denoised;
			}
			Ode.remember(slopes, Ode.slope(now, sigmas[i], denoised),
				COEFFICIENTS.length);
			final double[] c = COEFFICIENTS[slopes.size() - 1];
			for (int j = 0; j < c.length; j++) {
				now = now.plus((sigmas[i + 1] - sigmas[i]) * c[j], slopes.get(j));
			}
		}
		return now;
	}
}
