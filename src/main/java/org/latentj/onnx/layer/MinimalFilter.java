
package org.latentj.onnx.layer;

import java.util.Arrays;

/**
 * Winograd's minimal filtering of three weights (Winograd 1980; Lavin and Gray
 * 2016, arXiv:1509.09308, section 4): of {@link #size} inputs d it makes m =
 * size - 2 results,
 *
 * <pre>
 * y = A [(G g) * (B d)],
 * </pre>
 *
 * with size products by elements instead of 3 m. The matrices are those of Toom
 * and Cook: polynomials are multiplied by their values at 0, at pairs of points
 * p and -p, and at infinity.
 */
final class MinimalFilter {

	/** Two results of four products; as exact as sums of products. */
	static final MinimalFilter OF_TWO = new MinimalFilter(1);

	/**
	 * Four results of six products. The errors of single precision are three
	 * times those of {@link #OF_TWO}; with Lavin's points 1 and 2 they are six
	 * times as large.
	 */
	static final MinimalFilter OF_FOUR = new MinimalFilter(Math.sqrt(0.5), Math
		.sqrt(2));

	/** Product i belongs to point i, the last one to infinity. */
	private final double[] points;

	private MinimalFilter(final double... pairs) {
		points = new double[1 + 2 * pairs.length];
		for (int i = 0; i < pairs.length; i++) {
			points[1 + 2 * i] = pairs[i];
			points[2 + 2 * i] = -pairs[i];
		}
	}

	/** How many inputs and products it has. */
	int size() {
		return points.length + 1;
	}

	/** How many results. */
	int results() {
		return size() - 2;
	}

	/** A row of B: what product i takes of the inputs. */
	double[] inputs(final int i) {
		double[] polynomial = { 1 };
		for (int k = 0; k < points.length; k++) {
			if (k != i) {
				polynomial = timesRoot(polynomial, points[k]);
			}
		}
		return Arrays.copyOf(polynomial, size());
	}

	/** A row of G: what product i takes of the three weights. */
	double[] weights(final int i) {
		if (i == points.length) {
			return new double[] { 0, 0, 1 };
		}
		double scale = 1;
		for (int k = 0; k < points.length; k++) {
			scale *= k == i ? 1 : points[i] - points[k];
		}
		return new double[] { 1 / scale, points[i] / scale, points[i] * points[i] /
			scale };
	}

	/** A number of A: how often a result has product i. */
	double result(final int result, final int i) {
		return i < points.length ? Math.pow(points[i], result)
			: result == results() - 1 ? 1 : 0;
	}

	/** What is to be added to product i, that each result is greater by one. */
	double offset(final int i) {
		return weights(i)[1] * Arrays.stream(inputs(i)).sum();
	}

	/** Coefficients, the constant one first, times (x - root). */
	private static double[] timesRoot(final double[] polynomial,
		final double root)
	{
		final double[] product = new double[polynomial.length + 1];
		for (int i = 0; i < polynomial.length; i++) {
			product[i] -= root * polynomial[i];
			product[i + 1] += polynomial[i];
		}
		return product;
	}
}
