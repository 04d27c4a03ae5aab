
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Denoiser.Estimates;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * The refined exponential solver of second order, multistep (Zhang et al. 2023,
 * "Improved order analysis and design of exponential integrator for diffusion
 * models sampling", in a multistep form). The ancestral variants step below the
 * next level and add the noise of DDPM's reverse step; those of CFG++ (Chung et
 * al. 2024) step without guidance, which is added as a whole. First step and
 * step to level 0 are Euler's. All converge with order 2 (measured without
 * guidance, the ancestral ones in their results' variance).
 */
final class ResMultistep implements Sampler {

	/** What of a guided estimate goes where. */
	private enum Guiding {

			/** The guided estimate everywhere. */
			PLAIN {

				@Override
				Estimates of(final Denoiser denoiser, final Tensor x,
					final double sigma)
			{
					final Tensor denoised = denoiser.denoise(x, sigma);
					return new Estimates(denoised, denoised);
				}

				@Override
				Tensor euler(final Tensor x, final double from, final double to,
					final Estimates both)
			{
					return x.plus((float) to - (float) from, Ode.slope(x, from, both
						.guided()));
				}
			},

			/** Steps are made with the unguided one. */
			CFG_PP {

				@Override
				Estimates of(final Denoiser denoiser, final Tensor x,
					final double sigma)
			{
					return denoiser.estimate(x, sigma);
				}

				@Override
				Tensor euler(final Tensor x, final double from, final double to,
					final Estimates both)
			{
					return both.guided().plus(to, Ode.slope(x, from, both.unguided()));
				}
			};

		abstract Estimates of(Denoiser denoiser, Tensor x, double sigma);

		abstract Tensor euler(Tensor x, double from, double to, Estimates both);
	}

	private final String id;

	/** Part of DDPM's noise. */
	private final double eta;

	private final Guiding guiding;

	private ResMultistep(final String id, final double eta,
		final Guiding guiding)
	{
		this.id = id;
		this.eta = eta;
		this.guiding = guiding;
	}

	static ResMultistep ode() {
		return new ResMultistep("res_multistep", 0, Guiding.PLAIN);
	}

	static ResMultistep cfgPp() {
		return new ResMultistep("res_multistep_cfg_pp", 0, Guiding.CFG_PP);
	}

	static ResMultistep ancestral() {
		return new ResMultistep("res_multistep_ancestral", 1, Guiding.PLAIN);
	}

	static ResMultistep ancestralCfgPp() {
		return new ResMultistep("res_multistep_ancestral_cfg_pp", 1,
			Guiding.CFG_PP);
	}

	@Override
	public String id() {
		return id;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final NoiseSource noise = run.noise(x);
		Tensor now = x;
		Tensor last = null;
		double lastDown = 0;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Estimates both = guiding.of(denoiser, now, sigmas[i]);
			run.report(i, sigmas, both.guided());
			final AncestralStep step = AncestralStep.of(sigmas[i], sigmas[i + 1],
				eta);
			if (last == null || step.down() == 0) {
				now = guiding.euler(now, sigmas[i], step.down(), both);
			}
			else {
				// NB: in floats, as rounding shows where guidance multiplies it.
				final float start = (float) -Math.log(sigmas[i]);
				final float h = (float) -Math.log(step.down()) - start;
				final float before = ((float) -Math.log(sigmas[i - 1]) + (float) Math
					.log(lastDown)) / h;
				final float phi1 = (float) Math.expm1(-h) / -h;
				final float weight = (phi1 - 1) / -h / before;
				now = now.plus(both.guided().minus(both.unguided())).times(Math.exp(-h))
					.plus(h, both.unguided().times(phi1 - weight).plus(weight, last));
			}
			now = step.noised(now, noise, sigmas[i], sigmas[i + 1]);
			last = both.unguided();
			lastDown = step.down();
		}
		return now;
	}
}
