
package org.latentj.family.lora.change;

import java.util.Arrays;

/**
 * The product of two matrices, made row by row where it is needed.
 *
 * @param left [rows, rank]
 * @param right the rows of the other one, as many as the rank, at least 1
 */
public record MatrixProduct(float[] left, float[][] right)
		implements
			WeightChange.Rows {

	/** How many rows of the right one are gone through at a time. */
	private static final int AT_ONCE = 4;

	/** @param rank how many rows the right one has */
	MatrixProduct(final float[] left, final float[] right, final int rank) {
		this(left, rows(right, rank));
	}

	private static float[][] rows(final float[] matrix, final int count) {
		final int length = matrix.length / count;
		final float[][] rows = new float[count][];
		for (int i = 0; i < count; i++) {
			rows[i] = Arrays.copyOfRange(matrix, i * length, (i + 1) * length);
		}
		return rows;
	}

	@Override
	public void put(final int row, final float[] to) {
		Arrays.fill(to, 0);
		final int from = row * right.length;
		int k = 0;
		for (; k + AT_ONCE <= right.length; k += AT_ONCE) {
			addFour(from + k, right[k], right[k + 1], right[k + 2], right[k + 3], to);
		}
		for (; k < right.length; k++) {
			add(left[from + k], right[k], to);
		}
	}

	/** Adds a multiple of a row to another one of the same length. */
	static void add(final float by, final float[] row, final float[] to) {
		for (int i = 0; i < to.length; i++) {
			to[i] += by * row[i];
		}
	}

	/**
	 * NB: each row is an array of its own, with the same index: so the compiler
	 * uses vector instructions, which makes it three times as fast.
	 */
	private void addFour(final int place, final float[] first,
		final float[] second, final float[] third, final float[] fourth,
		final float[] to)
	{
		final float a = left[place];
		final float b = left[place + 1];
		final float c = left[place + 2];
		final float d = left[place + 3];
		for (int i = 0; i < to.length; i++) {
			to[i] += a * first[i] + b * second[i] + c * third[i] + d * fourth[i];
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
