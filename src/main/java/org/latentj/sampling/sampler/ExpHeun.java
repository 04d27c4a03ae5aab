
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * The exponential method of Heun for the denoised latent (Hochbruck and
 * Ostermann 2010, "Exponential integrators", doi:10.1017/S0962492910000048; of
 * the methods of order 2 the one whose inner point is the end): a step of the
 * exponential Euler method, then the same step with the denoised latent's
 * change over it, which is taken to be linear in {@code log(sigma)}. The
 * variant with noise solves the reverse SDE in the same way, as SEEDS-2 does
 * (Gonzalez et al. 2023, "SEEDS"). The step to level 0 gives the denoised
 * latent. Both converge with order 2 (measured).
 */
final class ExpHeun implements Sampler {

	private final String id;

	private final int eta;

	private ExpHeun(final String id, final int eta) {
		this.id = id;
		this.eta = eta;
	}

	static ExpHeun ode() {
		return new ExpHeun("exp_heun_2_x0", 0);
	}

	static ExpHeun sde() {
		return new ExpHeun("exp_heun_2_x0_sde", 1);
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
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor first = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, first);
			if (sigmas[i + 1] == 0) {
				return first;
			}
			final double start = -Math.log(sigmas[i]);
			final double end = -Math.log(sigmas[i + 1]);
			final double h = end - start;
			final Seeds step = new Seeds(noise, start, eta);
			final Tensor euler = step.decay(now, end).plus(step.weight1(h), first);
			final Tensor change = denoiser.denoise(euler, Math.exp(-end)).minus(
				first);
			// NB: as in SEEDS-2 noise is drawn after the inner point too, which is
			// the end here, so that it has no weight.
			now = step.decay(now, end).plus(step.weight1(h), first).plus(step.weight2(
				h), change);
		}
		return now;
	}
}
