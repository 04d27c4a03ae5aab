
package org.latentj.sampling.sampler;

import java.util.ArrayList;
import java.util.List;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * The stochastic Adams solver (Xue et al. 2023, "SA-Solver", algorithm 1 with
 * eqs. 15 and 18): a predictor of order 3 and a corrector of order 4,
 * stochastic (tau = 1) in the middle of the way, from 20 % to 80 % of the
 * training steps, and an ODE solver before and after. The variant PECE
 * evaluates the corrected latent again. Lower orders at both ends, and the step
 * to level 0 gives the denoised latent. The variance of their results converges
 * with order 2 (measured).
 */
final class SaSolver implements Sampler {

	private static final int PREDICTOR = 3;

	private static final int CORRECTOR = 4;

	private final String id;

	private final boolean again;

	private SaSolver(final String id, final boolean again) {
		this.id = id;
		this.again = again;
	}

	static SaSolver pec() {
		return new SaSolver("sa_solver", false);
	}

	static SaSolver pece() {
		return new SaSolver("sa_solver_pece", true);
	}

	@Override
	public String id() {
		return id;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final int steps = sigmas.length - 1;
		final boolean toZero = sigmas[steps] == 0;
		final NoiseSource noise = run.noise(x);
		final List<Tensor> found = new ArrayList<>();
		Tensor predicted = x;
		Tensor now = x;
		Step step = null;
		for (int i = 0; i < steps; i++) {
			Tensor denoised = denoiser.denoise(predicted, sigmas[i]);
			run.report(i, sigmas, denoised);
			found.add(denoised);
			final boolean last = sigmas[i + 1] == 0;
			if (step == null || last && !again) {
				now = predicted;
			}
			else {
				final int order = Math.min(CORRECTOR, Math.min(found.size(), toZero
					? steps - i : CORRECTOR));
				now = step.to(now, found, i, order);
				if (again) {
					denoised = denoiser.denoise(now, sigmas[i]);
					found.set(i, denoised);
				}
			}
			if (last) {
				return denoised;
			}
			final int order = Math.min(PREDICTOR, Math.min(found.size(), toZero
				? steps - 1 - i : PREDICTOR));
			step = new Step(sigmas, i, tau(run, sigmas[i + 1]), noise);
			predicted = step.to(now, found, i, order);
			if (i >= CORRECTOR) {
				found.set(i - CORRECTOR, null);
			}
		}
		return predicted;
	}

	private static double tau(final SamplingRun run, final float sigma) {
		return sigma <= run.model().percentToSigma(0.2) && sigma >= run.model()
			.percentToSigma(0.8) ? 1 : 0;
	}

	/** The step from level i to i + 1; times are {@code -log(sigma)}. */
	private static final class Step {

		private final float[] sigmas;

		private final double h;

		private final double end;

		/** 1 + tau^2, from eq. 9 of the paper. */
		private final double rate;

		private final double ratio;

		private final Tensor noise;

		Step(final float[] sigmas, final int i, final double tau,
			final NoiseSource source)
		{
			this.sigmas = sigmas;
			end = -Math.log(sigmas[i + 1]);
			h = end + Math.log(sigmas[i]);
			rate = 1 + tau * tau;
			ratio = sigmas[i + 1] / (double) sigmas[i] * Math.exp(-tau * tau * h);
			noise = tau == 0 ? null : source.next(sigmas[i], sigmas[i + 1]).times(
				sigmas[i + 1] * Math.sqrt(-Math.expm1(-2 * tau * tau * h)));
		}

		/**
		 * The latent at the end of the step from that at its start.
		 *
		 * @param found denoised latents of all levels so far
		 * @param newest number of the last of those to be used
		 * @param order how many of them
		 */
		Tensor to(final Tensor x, final List<Tensor> found, final int newest,
			final int order)
		{
			final double[] times = new double[order];
			for (int k = 0; k < order; k++) {
				times[k] = -Math.log(sigmas[newest - k]) - end;
			}
			final double[] weights = LinearSystem.vandermonde(times, integrals(
				order));
			Tensor out = x.times(ratio);
			for (int k = 0; k < order; k++) {
				out = out.plus(weights[k], found.get(newest - k));
			}
			return noise == null ? out : out.plus(noise);
		}

		/** The integrals of {@code rate e^(rate u) u^p} over u from -h to 0. */
		private double[] integrals(final int count) {
			final double[] out = new double[count];
			out[0] = -Math.expm1(-rate * h);
			for (int p = 1; p < count; p++) {
				out[p] = -Math.pow(-h, p) * Math.exp(-rate * h) - p / rate * out[p - 1];
			}
			return out;
		}
	}
}
