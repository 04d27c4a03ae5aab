
package org.latentj.family.lora.change;

import java.io.IOException;

/**
 * The Kronecker product of two matrices, each perhaps a product of thin ones
 * (LoKr: Yeh et al. 2023, arXiv:2309.14859, 3.3).
 *
 * @param tensors w1 [a, b], w2 [c, d ...], or w1_a [a, rank] and w1_b [rank, b]
 *          in place of w1, likewise of w2; with t2 [rank, rank, height, width]
 *          w2_a is [rank, c]
 */
record KroneckerChange(LoraTensors tensors) implements WeightChange {

	/** One of the two matrices. */
	private record Factor(LoraPart whole, LoraPart a, LoraPart b) {
	}

	private static final Factor FIRST = new Factor(LoraPart.LOKR_W1,
		LoraPart.LOKR_W1_A, LoraPart.LOKR_W1_B);

	private static final Factor SECOND = new Factor(LoraPart.LOKR_W2,
		LoraPart.LOKR_W2_A, LoraPart.LOKR_W2_B);

	static KroneckerChange of(final LoraTensors tensors) {
		final KroneckerChange change = new KroneckerChange(tensors);
		change.size(FIRST);
		change.size(SECOND);
		return change;
	}

	private boolean hasKernel(final Factor factor) {
		return factor == SECOND && tensors.has(LoraPart.LOKR_T2);
	}

	/** Rows and columns of one of the matrices. */
	private long[] size(final Factor factor) {
		if (tensors.has(factor.whole)) {
			return tensors.matrix(factor.whole);
		}
		final long[] a = tensors.matrix(factor.a);
		final long[] b = tensors.matrix(factor.b);
		if (hasKernel(factor)) {
			final long[] between = tensors.matrix(LoraPart.LOKR_T2);
			if (between[0] != a[0] || tensors.get(LoraPart.LOKR_T2)
				.shape()[1] != b[0])
			{
				throw tensors.problem(LoraPart.LOKR_T2,
					"does not fit between the other two factors; the rank is the size of its first two axes");
			}
			return new long[] { a[1], b[1] * between[1] / b[0] };
		}
		if (a[1] != b[0]) {
			throw tensors.problem(factor.a, "has " + a[1] +
				" columns, and the other factor has " + b[0] +
				" rows; as many are valid, the rank");
		}
		return new long[] { a[0], b[1] };
	}

	/** NB: the second one's, where both have factors; alpha counts with one. */
	@Override
	public int rank() {
		if (!tensors.has(LoraPart.LOKR_W2)) {
			return (int) tensors.matrix(LoraPart.LOKR_W2_B)[0];
		}
		return tensors.has(LoraPart.LOKR_W1) ? 0 : (int) tensors.matrix(
			LoraPart.LOKR_W1_B)[0];
	}

	@Override
	public void require(final long[] shape) {
		final long[] first = size(FIRST);
		final long[] second = size(SECOND);
		if (first[0] * second[0] != shape[0] || first[1] * second[1] != WeightChange
			.columns(shape))
		{
			throw tensors.misfit(tensors.has(LoraPart.LOKR_W1) ? LoraPart.LOKR_W1
				: LoraPart.LOKR_W1_A, shape);
		}
	}

	@Override
	public String kind() {
		return "LoKr";
	}

	@Override
	public Rows read(final float[] weight, final long[] shape,
		final double strength) throws IOException
	{
		final float[] first = matrix(FIRST);
		final float[] second = matrix(SECOND);
		final int across = (int) size(FIRST)[1];
		final int down = (int) size(SECOND)[0];
		final int width = (int) size(SECOND)[1];
		return (row, to) -> {
			for (int i = 0; i < across; i++) {
				final float by = first[row / down * across + i];
				for (int k = 0; k < width; k++) {
					to[i * width + k] = by * second[row % down * width + k];
				}
			}
		};
	}

	private float[] matrix(final Factor factor) throws IOException {
		if (tensors.has(factor.whole)) {
			return tensors.read(factor.whole);
		}
		float[] a = tensors.read(factor.a);
		float[] b = tensors.read(factor.b);
		int rank = (int) tensors.matrix(factor.b)[0];
		if (hasKernel(factor)) {
			final float[] between = tensors.read(LoraPart.LOKR_T2);
			final int rows = (int) tensors.matrix(factor.a)[0];
			a = MatrixProduct.transposed(a, rows);
			b = MatrixProduct.withKernel(b, between, between.length / rows / rank,
				rank);
			rank = rows;
		}
		final MatrixProduct product = new MatrixProduct(a, b, rank);
		final float[] all = new float[Math.multiplyExact(a.length / rank, b.length /
			rank)];
		final float[] row = new float[b.length / rank];
		for (int i = 0; i < a.length / rank; i++) {
			product.put(i, row);
			System.arraycopy(row, 0, all, i * row.length, row.length);
		}
		return all;
	}
}
