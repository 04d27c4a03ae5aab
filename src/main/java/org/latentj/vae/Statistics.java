
package org.latentj.vae;

import org.latentj.tensor.Tensor;

/**
 * Means and variances of the groups of normalisations, [norms, 32, 2]. One of
 * these pools those of a picture's tiles, weighted by their areas (Chan, Golub
 * and LeVeque 1983, equation 1.5).
 */
final class Statistics {

	/** What is added to variances before the root. */
	static final float EPSILON = 1e-6f;

	private final double[] means;

	/** Sums of squared differences from the mean, divided by a sample's area. */
	private final double[] squares;

	private double area;

	Statistics(final int norms) {
		means = new double[norms * SharedNorms.GROUPS];
		squares = new double[means.length];
	}

	void add(final Tensor tile, final double tileArea) {
		final double all = area + tileArea;
		for (int i = 0; i < means.length; i++) {
			final double difference = tile.data()[2 * i] - means[i];
			means[i] += difference * tileArea / all;
			squares[i] += tile.data()[2 * i + 1] * tileArea + difference *
				difference * area * tileArea / all;
		}
		area = all;
	}

	Tensor pooled() {
		final Tensor result = Tensor.zeros(means.length / SharedNorms.GROUPS,
			SharedNorms.GROUPS, 2);
		for (int i = 0; i < means.length; i++) {
			result.data()[2 * i] = (float) means[i];
			result.data()[2 * i + 1] = (float) (squares[i] / area);
		}
		return result;
	}

	/**
	 * The correction that changes nothing: means plus 0, variances, with
	 * {@link #EPSILON} added, times 1.
	 */
	static Tensor noCorrection(final int norms) {
		final Tensor none = Tensor.zeros(norms, SharedNorms.GROUPS, 2);
		for (int i = 1; i < none.length(); i += 2) {
			none.data()[i] = 1;
		}
		return none;
	}

	/** What makes some statistics others. */
	static Tensor correction(final Tensor from, final Tensor to) {
		final Tensor correction = Tensor.zeros(from.shape());
		for (int i = 0; i < from.length(); i += 2) {
			correction.data()[i] = to.data()[i] - from.data()[i];
			correction.data()[i + 1] = (to.data()[i + 1] + EPSILON) / (from.data()[i +
				1] + EPSILON);
		}
		return correction;
	}

	/** Statistics after a correction. */
	static Tensor corrected(final Tensor own, final Tensor correction) {
		final Tensor corrected = Tensor.zeros(own.shape());
		for (int i = 0; i < own.length(); i += 2) {
			corrected.data()[i] = own.data()[i] + correction.data()[i];
			corrected.data()[i + 1] = (own.data()[i + 1] + EPSILON) * correction
				.data()[i + 1] - EPSILON;
		}
		return corrected;
	}

	/**
	 * How far means and standard deviations are apart at most, in standard
	 * deviations.
	 */
	static double change(final Tensor from, final Tensor to) {
		double change = 0;
		for (int i = 0; i < from.length(); i += 2) {
			final double deviation = deviation(to, i);
			change = Math.max(change, Math.max(Math.abs(to.data()[i] - from
				.data()[i]), Math.abs(deviation - deviation(from, i))) / deviation);
		}
		return change;
	}

	private static double deviation(final Tensor statistics, final int group) {
		return Math.sqrt(statistics.data()[group + 1] + EPSILON);
	}
}
