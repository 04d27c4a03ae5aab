
package org.latentj.sampling.scheduler;

/** The symmetric beta distribution with both parameters 0.6. */
final class BetaDistribution {

	private static final double A = 0.6;

	/** B(0.6, 0.6) = gamma(0.6)^2 / gamma(1.2). */
	private static final double BETA = 2.4153442080024723;

	/** So many terms of the series suffice for x up to 1/2. */
	private static final int TERMS = 60;

	private BetaDistribution() {}

	/**
	 * The part of the distribution that lies below {@code x}, 0 to 1: the
	 * regularised incomplete beta function by its power series (Abramowitz and
	 * Stegun 1964, eq. 26.5.4 with 15.1.1).
	 */
	static double cumulative(final double x) {
		if (x > 0.5) {
			return 1 - cumulative(1 - x);
		}
		double coefficient = 1;
		double power = 1;
		double sum = 1 / A;
		for (int n = 1; n < TERMS; n++) {
			coefficient *= (n - A) / n;
			power *= x;
			sum += coefficient * power / (A + n);
		}
		return sum * Math.pow(x, A) / BETA;
	}
}
