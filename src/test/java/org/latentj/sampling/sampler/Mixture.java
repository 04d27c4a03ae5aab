
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;

import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseFactory;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.tensor.Tensor;

/**
 * A distribution of numbers that is a mixture of two normal ones, so that the
 * probability-flow ODE (Song et al. 2021, arXiv:2011.13456; in the form of
 * Karras et al. 2022, arXiv:2206.00364, eq. 1: {@code dx/dsigma = (x -
 * D(x, sigma)) / sigma}) is not linear. Along it the share of the distribution
 * below a number stays the same, since numbers do not overtake each other: that
 * is its solution in closed form.
 */
final class Mixture implements Denoiser {

	/** Of the two parts: weight, mean, deviation. */
	private static final double[][] PARTS = { { 0.35, -1, 0.5 }, { 0.65, 0.8,
		0.7 } };

	private final Tensor start;

	private final double[] end;

	/** Numbers all over the distribution, and where the ODE leads them to. */
	Mixture(final double from, final double to) {
		start = Tensor.zeros(1, 1, 1, 41);
		end = new double[start.length()];
		for (int i = 0; i < end.length; i++) {
			start.data()[i] = (float) ((i - 20) / 8. * Math.hypot(1.1, from));
			end[i] = solution(start.data()[i], from, to);
		}
	}

	@Override
	public Tensor denoise(final Tensor x, final double sigma) {
		return x.map(v -> (float) denoise((double) v, sigma));
	}

	/** What is expected behind a noisy number. */
	private static double denoise(final double x, final double sigma) {
		double sum = 0;
		double total = 0;
		for (final double[] part : PARTS) {
			final double s = part[2] * part[2];
			final double density = density(part, x, sigma);
			sum += density * (s * x + sigma * sigma * part[1]) / (s + sigma * sigma);
			total += density;
		}
		return sum / total;
	}

	private static double density(final double[] part, final double x,
		final double sigma)
	{
		final double variance = part[2] * part[2] + sigma * sigma;
		final double from = x - part[1];
		return part[0] * Math.exp(-from * from / 2 / variance) / Math.sqrt(2 *
			Math.PI * variance);
	}

	/** The share below a number, by Simpson's rule from far below. */
	static double shareBelow(final double x, final double sigma) {
		final double start = -1 - 9 * Math.hypot(0.7, sigma);
		final int steps = 4000;
		final double h = (x - start) / steps;
		double sum = 0;
		for (int i = 0; i <= steps; i++) {
			final int weight = i == 0 || i == steps ? 1 : 2 + 2 * (i % 2);
			for (final double[] part : PARTS) {
				sum += weight * density(part, start + i * h, sigma);
			}
		}
		return sum * h / 3;
	}

	/** Where the ODE leads to, by Runge's and Kutta's method in log(sigma). */
	static double solution(final double x, final double from, final double to) {
		final int steps = 1000;
		final double h = Math.log(to / from) / steps;
		double now = x;
		for (int i = 0; i < steps; i++) {
			final double t = Math.log(from) + i * h;
			final double a = slope(now, t);
			final double b = slope(now + h / 2 * a, t + h / 2);
			final double c = slope(now + h / 2 * b, t + h / 2);
			final double d = slope(now + h * c, t + h);
			now += h / 6 * (a + 2 * b + 2 * c + d);
		}
		return now;
	}

	private static double slope(final double x, final double logSigma) {
		return x - denoise(x, Math.exp(logSigma));
	}

	/** Root mean square error of a sampler, over levels between the same two. */
	double error(final Sampler sampler, final float[] sigmas) {
		final Tensor made = sampler.sample(this, start, sigmas, new SamplingRun(
			Gaussian.MODEL, NoiseFactory.seeded(1, SamplerNoise.SINCE_0_7),
			SamplingListener.NONE));
		double sum = 0;
		for (int i = 0; i < end.length; i++) {
			final double error = made.data()[i] - end[i];
			sum += error * error;
		}
		return Math.sqrt(sum / end.length);
	}
}
