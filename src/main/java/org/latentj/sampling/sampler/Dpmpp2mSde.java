
package org.latentj.sampling.sampler;

import java.util.function.DoubleUnaryOperator;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * SDE-DPM-Solver++(2M) (Lu et al. 2022, "DPM-Solver++", the section on SDEs).
 * Over a step of length h in {@code -log(sigma)} where the denoised latent
 * doesn't change, the SDE's solution is
 * {@code x sigma' / sigma e^-h + (1 - e^-2h) denoised + noise}; a term for its
 * change, from the last two, is either as in the paper (midpoint) or as of an
 * exponential Heun step. The noise is that of one Brownian motion. The step to
 * level 0 gives the denoised latent. The variance of the results converges with
 * order 2 (measured, both).
 */
final class Dpmpp2mSde implements Sampler {

	private final String id;

	/** The weight of the difference of denoised latents, by 2 h. */
	private final DoubleUnaryOperator weight;

	private Dpmpp2mSde(final String id, final DoubleUnaryOperator weight) {
		this.id = id;
		this.weight = weight;
	}

	static Dpmpp2mSde midpoint() {
		return new Dpmpp2mSde("dpmpp_2m_sde", h -> -0.5 * Math.expm1(-h));
	}

	static Dpmpp2mSde heun() {
		return new Dpmpp2mSde("dpmpp_2m_sde_heun", h -> 1 + Math.expm1(-h) / h);
	}

	@Override
	public String id() {
		return id;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final NoiseSource noise = run.brownian(x, sigmas);
		Tensor now = x;
		Tensor last = null;
		double hLast = 0;
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
			if (last != null) {
				now = now.plus(weight.applyAsDouble(2 * h) * h / hLast, denoised.minus(
					last));
			}
			now = now.plus(next * Math.sqrt(-Math.expm1(-2 * h)), noise.next(
				sigmas[i], next));
			last = denoised;
			hLast = h;
		}
		return now;
	}
}
