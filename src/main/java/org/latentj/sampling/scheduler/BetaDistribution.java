
package org.latentj.sampling.scheduler;

/** The beta distribution. */
final class BetaDistribution {

	/** So many terms of the fraction suffice for parameters up to 50. */
	private static final int TERMS = 300;

	private static final double SMALLEST = 1e-300;

	/** From here on the series of the gamma function is exact. */
	private static final double LARGE = 10;

	private final double a;

	private final double b;

	private final double logBeta;

	/**
	 * @param a above 0
	 * @param b above 0
	 */
	BetaDistribution(final double a, final double b) {
		this.a = a;
		this.b = b;
		logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
	}

	/**
	 * The part of the distribution that lies below {@code x}, 0 to 1: the
	 * regularised incomplete beta function by its continued fraction (Abramowitz
	 * and Stegun 1964, eq. 26.5.8).
	 */
	double cumulative(final double x) {
		if (x <= 0 || x >= 1) {
			return x <= 0 ? 0 : 1;
		}
		final double front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) -
			logBeta);
		return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a : 1 -
			front * fraction(b, a, 1 - x) / b;
	}

	/** By the modified way of Lentz (Thompson and Barnett 1986). */
	private static double fraction(final double a, final double b,
		final double x)
	{
		double c = 1;
		double d = 1 / bounded(1 - (a + b) * x / (a + 1));
		double value = d;
		for (int m = 1; m < TERMS; m++) {
			final double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
			d = 1 / bounded(1 + even * d);
			c = bounded(1 + even / c);
			value *= d * c;
			final double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 *
				m + 1));
			d = 1 / bounded(1 + odd * d);
			c = bounded(1 + odd / c);
			value *= d * c;
		}
		return value;
	}

	private static double bounded(final double value) {
		return Math.abs(value) < SMALLEST ? SMALLEST : value;
	}

	/**
	 * Of x above 0: Stirling's series (Abramowitz and Stegun 1964, eq. 6.1.41)
	 * where x is large, to which the recurrence leads.
	 */
	private static double logGamma(final double x) {
		double log = 0;
		double at = x;
		while (at < LARGE) {
			log -= Math.log(at++);
		}
		final double square = at * at;
		final double series = (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 -
			1 / (1188 * square)) / square) / square) / square) / at;
		return log + (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 +
			series;
	}
}
