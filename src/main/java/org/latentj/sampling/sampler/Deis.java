
package org.latentj.sampling.sampler;

import java.util.ArrayList;
import java.util.List;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * The diffusion exponential integrator sampler tAB-DEIS (Zhang and Chen 2023,
 * "Fast sampling of diffusion models with exponential integrator", eqs. 14 and
 * 15): the slope is the polynomial through the last three, in the time of the
 * VP SDE (Song et al. 2021, with levels from 0.002 to 80), integrated against
 * the level. First step and step to level 0 are Euler's. Converges with order 3
 * (measured).
 */
final class Deis implements Sampler {

	private static final int ORDER = 3;

	// NB: as in the reference, a plain sum over so many points.
	private static final int POINTS = 10_000;

	private static final double SHORTEST = 1e-3;

	/** Logarithms of sigma^2 + 1 at the ends of the VP SDE's time. */
	private static final double LOW = Math.log1p(0.002 * 0.002);

	private static final double HIGH = Math.log1p(80. * 80);

	/** beta(t) = BETA_MIN + BETA_SLOPE t. */
	private static final double BETA_SLOPE = 2 * (LOW / SHORTEST - HIGH) /
		(SHORTEST - 1);

	private static final double BETA_MIN = HIGH - 0.5 * BETA_SLOPE;

	@Override
	public String id() {
		return "deis";
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
			Ode.remember(slopes, Ode.slope(now, sigmas[i], denoised), ORDER);
			if (slopes.size() == 1 || sigmas[i + 1] == 0) {
				now = now.plus(sigmas[i + 1] - sigmas[i], slopes.get(0));
				continue;
			}
			final double[] times = new double[slopes.size()];
			for (int k = 0; k < times.length; k++) {
				times[k] = time(sigmas[i - k]);
			}
			for (int k = 0; k < times.length; k++) {
				now = now.plus(integral(times, k, time(sigmas[i + 1])), slopes.get(k));
			}
		}
		return now;
	}

	/** The time at which the VP SDE has a level. */
	private static double time(final double sigma) {
		return (Math.sqrt(BETA_MIN * BETA_MIN + 2 * BETA_SLOPE * Math.log1p(sigma *
			sigma)) - BETA_MIN) / BETA_SLOPE;
	}

	/**
	 * The integral, from the first of some times to the next one, of the
	 * polynomial of Lagrange that is 1 at time j, by the change of the level.
	 */
	private static double integral(final double[] times, final int j,
		final double next)
	{
		double sum = 0;
		for (int p = 0; p < POINTS; p++) {
			final double t = times[0] + (next - times[0]) * p / (POINTS - 1);
			double product = levelSlope(t);
			for (int k = 0; k < times.length; k++) {
				if (k != j) {
					product *= (t - times[k]) / (times[j] - times[k]);
				}
			}
			sum += product;
		}
		return sum * (next - times[0]) / POINTS;
	}

	/** The derivative of the level by time. */
	private static double levelSlope(final double t) {
		final double exponent = 0.5 * t * t * BETA_SLOPE + t * BETA_MIN;
		final double alpha = Math.exp(-exponent);
		return 0.5 * (t * BETA_SLOPE + BETA_MIN) / Math.sqrt(alpha * (1 - alpha));
	}
}
