
package org.latentj.family.lora.change;

import java.io.IOException;

/**
 * Two products of thin matrices, multiplied number by number (LoHa: Hyeon-Woo,
 * Ye-Bin and Oh 2022, arXiv:2108.06098, proposition 1; with kernels in between
 * proposition 3).
 *
 * @param tensors w1_a, w2_a [out, rank], w1_b, w2_b [rank, in ...]; with t1, t2
 *          [rank, rank, height, width] w1_a, w2_a are [rank, out]
 */
record HadamardChange(LoraTensors tensors) implements WeightChange {

	static HadamardChange of(final LoraTensors tensors) {
		final HadamardChange change = new HadamardChange(tensors);
		change.factors(LoraPart.HADA_W1_A, LoraPart.HADA_W1_B, LoraPart.HADA_T1);
		change.factors(LoraPart.HADA_W2_A, LoraPart.HADA_W2_B, LoraPart.HADA_T2);
		return change;
	}

	/** Rows and columns of one of the products. */
	private long[] factors(final LoraPart a, final LoraPart b,
		final LoraPart kernel)
	{
		final long[] first = tensors.matrix(a);
		final long[] second = tensors.matrix(b);
		if (!tensors.has(kernel)) {
			if (first[1] != second[0]) {
				throw tensors.problem(a, "has " + first[1] +
					" columns, and the other factor has " + second[0] +
					" rows; as many are valid, the rank");
			}
			return new long[] { first[0], second[1] };
		}
		final long[] between = tensors.matrix(kernel);
		if (between[0] != first[0] || tensors.get(kernel).shape()[1] != second[0]) {
			throw tensors.problem(kernel,
				"does not fit between the other two factors; the rank is the size of its first two axes");
		}
		return new long[] { first[1], second[1] * between[1] / second[0] };
	}

	@Override
	public int rank() {
		return (int) tensors.matrix(LoraPart.HADA_W1_B)[0];
	}

	@Override
	public void require(final long[] shape) {
		require(shape, LoraPart.HADA_W1_A, factors(LoraPart.HADA_W1_A,
			LoraPart.HADA_W1_B, LoraPart.HADA_T1));
		require(shape, LoraPart.HADA_W2_A, factors(LoraPart.HADA_W2_A,
			LoraPart.HADA_W2_B, LoraPart.HADA_T2));
	}

	private void require(final long[] shape, final LoraPart part,
		final long[] product)
	{
		if (product[0] != shape[0] || product[1] != WeightChange.columns(shape)) {
			throw tensors.misfit(part, shape);
		}
	}

	@Override
	public String kind() {
		return "LoHa";
	}

	@Override
	public Rows read(final float[] weight, final long[] shape,
		final double strength) throws IOException
	{
		final MatrixProduct first = product(LoraPart.HADA_W1_A, LoraPart.HADA_W1_B,
			LoraPart.HADA_T1);
		final MatrixProduct second = product(LoraPart.HADA_W2_A, LoraPart.HADA_W2_B,
			LoraPart.HADA_T2);
		return (row, to) -> {
			final float[] other = new float[to.length];
			first.put(row, to);
			second.put(row, other);
			for (int i = 0; i < to.length; i++) {
				to[i] *= other[i];
			}
		};
	}

	private MatrixProduct product(final LoraPart a, final LoraPart b,
		final LoraPart kernel) throws IOException
	{
		final float[] first = tensors.read(a);
		final float[] second = tensors.read(b);
		final int rows = (int) tensors.matrix(a)[0];
		if (!tensors.has(kernel)) {
			return new MatrixProduct(first, second, first.length / rows);
		}
		final int rank = (int) tensors.matrix(b)[0];
		final float[] between = tensors.read(kernel);
		return new MatrixProduct(MatrixProduct.transposed(first, rows),
			MatrixProduct.withKernel(second, between, between.length / rows / rank,
				rank), rows);
	}
}
