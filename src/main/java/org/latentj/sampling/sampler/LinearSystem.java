
package org.latentj.sampling.sampler;

/** A few linear equations. */
final class LinearSystem {

	private LinearSystem() {}

	/**
	 * The numbers x with {@code sum_j powers(j)^i x_j = right_i} for all i:
	 * weights of nodes that integrate all polynomials of so low an order (a
	 * Vandermonde system), by Gauss's elimination with pivots.
	 *
	 * @param nodes all different
	 * @param right as many
	 */
	static double[] vandermonde(final double[] nodes, final double[] right) {
		final int n = nodes.length;
		final double[][] rows = new double[n][n + 1];
		for (int i = 0; i < n; i++) {
			for (int j = 0; j < n; j++) {
				rows[i][j] = Math.pow(nodes[j], i);
			}
			rows[i][n] = right[i];
		}
		for (int c = 0; c < n; c++) {
			int pivot = c;
			for (int r = c + 1; r < n; r++) {
				pivot = Math.abs(rows[r][c]) > Math.abs(rows[pivot][c]) ? r : pivot;
			}
			final double[] row = rows[pivot];
			rows[pivot] = rows[c];
			rows[c] = row;
			for (int r = 0; r < n; r++) {
				final double factor = r == c ? 0 : rows[r][c] / row[c];
				for (int k = c; k <= n; k++) {
					rows[r][k] -= factor * row[k];
				}
			}
		}
		final double[] out = new double[n];
		for (int i = 0; i < n; i++) {
			out[i] = rows[i][n] / rows[i][i];
		}
		return out;
	}
}
