
package org.latentj.family.lora.change;

import java.io.IOException;

/**
 * The product of two thin matrices (LoRA: Hu et al. 2021, arXiv:2106.09685, eq.
 * 3). Of a convolution the second may hold the kernel, or a third tensor does,
 * between both (LoCon: Yeh et al. 2023, arXiv:2309.14859, 3.1).
 *
 * @param tensors up [out, rank], down [rank, in ...], perhaps mid [rank, rank,
 *          height, width]
 */
record LowRankChange(LoraTensors tensors) implements WeightChange {

	static LowRankChange of(final LoraTensors tensors) {
		final long[] up = tensors.matrix(LoraPart.UP);
		final long[] down = tensors.matrix(LoraPart.DOWN);
		final long[] mid = tensors.has(LoraPart.MID) ? tensors.matrix(LoraPart.MID)
			: null;
		if (mid == null && up[1] != down[0]) {
			throw tensors.problem(LoraPart.UP, "has " + up[1] +
				" columns, and the other factor has " + down[0] +
				" rows; as many are valid, the rank");
		}
		if (mid != null && (up[1] != mid[0] || tensors.get(LoraPart.MID)
			.shape()[1] != down[0]))
		{
			throw tensors.problem(LoraPart.MID,
				"does not fit between the other two factors; the rank is the size of its first two axes");
		}
		return new LowRankChange(tensors);
	}

	@Override
	public int rank() {
		return (int) tensors.matrix(LoraPart.DOWN)[0];
	}

	private int kernel() {
		return tensors.has(LoraPart.MID) ? (int) (tensors.matrix(LoraPart.MID)[1] /
			tensors.get(LoraPart.MID).shape()[1]) : 1;
	}

	@Override
	public void require(final long[] shape) {
		if (tensors.matrix(LoraPart.UP)[0] != shape[0]) {
			throw tensors.misfit(LoraPart.UP, shape);
		}
		if (tensors.matrix(LoraPart.DOWN)[1] * kernel() != WeightChange.columns(
			shape))
		{
			throw tensors.misfit(LoraPart.DOWN, shape);
		}
	}

	@Override
	public String kind() {
		final long[] down = tensors.get(LoraPart.DOWN).shape();
		return tensors.has(LoraPart.MID) || down.length == 4 && down[2] > 1
			? "LoCon" : "LoRA";
	}

	@Override
	public Rows read(final float[] weight, final long[] shape,
		final double strength) throws IOException
	{
		final float[] up = tensors.read(LoraPart.UP);
		final float[] down = tensors.read(LoraPart.DOWN);
		final float[] rows = tensors.has(LoraPart.MID) ? MatrixProduct.withKernel(
			down, tensors.read(LoraPart.MID), kernel(), rank()) : down;
		return new MatrixProduct(up, rows, (int) tensors.matrix(LoraPart.UP)[1]);
	}
}
