
package org.latentj.family.lora.change;

/** Rotations of skew-symmetric matrices. */
final class Rotation {

	private Rotation() {}

	/**
	 * The Cayley transform (I + Q) (I - Q)^-1.
	 *
	 * @param q skew-symmetric, so that I - Q has an inverse
	 */
	static double[][] of(final double[][] q) {
		final int size = q.length;
		// NB: the two commute, so that this is what solves (I - Q) R = I + Q.
		final double[][] left = new double[size][size];
		final double[][] right = new double[size][size];
		for (int i = 0; i < size; i++) {
			for (int k = 0; k < size; k++) {
				left[i][k] = (i == k ? 1 : 0) - q[i][k];
				right[i][k] = (i == k ? 1 : 0) + q[i][k];
			}
		}
		for (int i = 0; i < size; i++) {
			pivot(left, right, i);
			for (int row = 0; row < size; row++) {
				if (row != i) {
					final double by = left[row][i] / left[i][i];
					subtract(left[row], by, left[i]);
					subtract(right[row], by, right[i]);
				}
			}
		}
		for (int i = 0; i < size; i++) {
			for (int k = 0; k < size; k++) {
				right[i][k] /= left[i][i];
			}
		}
		return right;
	}

	private static void pivot(final double[][] left, final double[][] right,
		final int column)
	{
		int best = column;
		for (int row = column + 1; row < left.length; row++) {
			if (Math.abs(left[row][column]) > Math.abs(left[best][column])) {
				best = row;
			}
		}
		swap(left, column, best);
		swap(right, column, best);
	}

	private static void swap(final double[][] rows, final int a, final int b) {
		final double[] row = rows[a];
		rows[a] = rows[b];
		rows[b] = row;
	}

	private static void subtract(final double[] from, final double by,
		final double[] row)
	{
		for (int i = 0; i < row.length; i++) {
			from[i] -= by * row[i];
		}
	}
}
