
package org.latentj.family.lora;

import java.util.Arrays;

/**
 * The product of two matrices, made row by row where it is needed.
 *
 * @param left [rows, rank]
 * @param right [rank, columns]
 * @param rank how many products are summed up for each number, at least 1
 */
record MatrixProduct(float[] left, float[] right, int rank)
		implements
			WeightChange.Rows {

	/** How many rows of the right one are gone through at a time. */
	private static final int AT_ONCE = 4;

	@Override
	public void put(final int row, final float[] to) {
		Arrays.fill(to, 0);
		int k = 0;
		for (; k + AT_ONCE <= rank; k += AT_ONCE) {
			addFour(row * rank + k, k * to.length, to);
		}
		for (; k < rank; k++) {
			final float by = left[row * rank + k];
			final int from = k * to.length;
			for (int i = 0; i < to.length; i++) {
				to[i] += by * right[from + i];
			}
		}
	}

	/** NB: written so that the compiler uses vector instructions. */
	private void addFour(final int place, final int from, final float[] to) {
		final float a = left[place];
		final float b = left[place + 1];
		final float c = left[place + 2];
		final float d = left[place + 3];
		final int n = to.length;
		final int second = from + n;
		final int third = second + n;
		final int fourth = third + n;
		for (int i = 0; i < n; i++) {
			to[i] += a * right[from + i] + b * right[second + i] + c * right[third +
				i] + d * right[fourth + i];
		}
	}

	/**
	 * The second factor of a change with a kernel of its own: for each rank r,
	 * input i and place p of the kernel the sum over s of down[s, i] mid[r, s,
	 * p].
	 *
	 * @param down [s, in]
	 * @param mid [rank, s, kernel]
	 * @return [rank, in * kernel]
	 */
	static float[] withKernel(final float[] down, final float[] mid,
		final int kernel, final int s)
	{
		final int inputs = down.length / s;
		final int rank = mid.length / s / kernel;
		final float[] out = new float[rank * inputs * kernel];
		for (int r = 0; r < rank; r++) {
			for (int k = 0; k < s; k++) {
				for (int i = 0; i < inputs; i++) {
					final int to = (r * inputs + i) * kernel;
					final int from = (r * s + k) * kernel;
					for (int p = 0; p < kernel; p++) {
						out[to + p] += down[k * inputs + i] * mid[from + p];
					}
				}
			}
		}
		return out;
	}

	/** A matrix turned over. */
	static float[] transposed(final float[] matrix, final int rows) {
		final int columns = matrix.length / rows;
		final float[] out = new float[matrix.length];
		for (int r = 0; r < rows; r++) {
			for (int c = 0; c < columns; c++) {
				out[c * rows + r] = matrix[r * columns + c];
			}
		}
		return out;
	}
}
