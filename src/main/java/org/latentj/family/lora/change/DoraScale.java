
package org.latentj.family.lora.change;

import java.io.IOException;

import org.latentj.checkpoint.TensorInfo;

/**
 * The lengths that a LoRA gives to a weight's rows or columns after it has been
 * changed (DoRA: Liu et al. 2024, arXiv:2402.09353, eq. 5).
 * <p>
 * NB: with one number for each row, what they are divided by are the lengths of
 * the rows before the change; with one for each column those after it. So
 * ComfyUI does it. PEFT, whose lengths ComfyUI passes over, has them of rows
 * after it.
 * </p>
 *
 * @param tensors those of the module
 * @param part which has the lengths
 * @param ofRows whether it has a number for each row
 */
record DoraScale(LoraTensors tensors, LoraPart part, boolean ofRows) {

	/** What is added to lengths, so that none is 0: the last bit of 1. */
	private static final double LEAST = 0x1p-23;

	/**
	 * @param shape of the weight
	 * @throws IllegalArgumentException if it fits neither rows nor columns
	 */
	static DoraScale of(final LoraTensors tensors, final long[] shape) {
		if (tensors.has(LoraPart.MAGNITUDE)) {
			if (tensors.get(LoraPart.MAGNITUDE).count() != shape[0]) {
				throw tensors.misfit(LoraPart.MAGNITUDE, shape);
			}
			return new DoraScale(tensors, LoraPart.MAGNITUDE, true);
		}
		final TensorInfo info = tensors.get(LoraPart.DORA_SCALE);
		final boolean rows = info.rank() > 0 && info.shape()[0] == shape[0] && info
			.count() == shape[0];
		final boolean columns = info.rank() > 1 && info.shape()[0] == 1 &&
			shape.length > 1 && info.shape()[1] == shape[1] && info
				.count() == shape[1];
		if (!rows && !columns) {
			throw tensors.misfit(LoraPart.DORA_SCALE, shape);
		}
		return new DoraScale(tensors, LoraPart.DORA_SCALE, rows);
	}

	private boolean isOfBefore() {
		return ofRows && part == LoraPart.DORA_SCALE;
	}

	/**
	 * Scales a changed weight.
	 *
	 * @param before the weight
	 * @param after the same with the change
	 * @param shape of both
	 * @param strength of the whole
	 * @return {@code after}, scaled
	 */
	float[] scale(final float[] before, final float[] after, final long[] shape,
		final float strength) throws IOException
	{
		final float[] wanted = tensors.read(part);
		final int row = (int) WeightChange.columns(shape);
		final int kernel = ofRows || shape.length < 2 ? row : (int) (row /
			shape[1]);
		final float[] by = lengths(isOfBefore() ? before : after, row, kernel,
			wanted.length);
		for (int i = 0; i < by.length; i++) {
			by[i] = wanted[i] / (by[i] + (float) LEAST);
		}
		for (int i = 0; i < after.length; i++) {
			final float scaled = after[i] * by[place(i, row, kernel)];
			after[i] = strength == 1 ? scaled : before[i] + strength * (scaled -
				before[i]);
		}
		return after;
	}

	/** To which length a number belongs. */
	private int place(final int i, final int row, final int kernel) {
		return ofRows ? i / row : i % row / kernel;
	}

	private float[] lengths(final float[] weight, final int row, final int kernel,
		final int count)
	{
		final double[] sums = new double[count];
		for (int i = 0; i < weight.length; i++) {
			sums[place(i, row, kernel)] += (double) weight[i] * weight[i];
		}
		final float[] lengths = new float[count];
		for (int i = 0; i < count; i++) {
			lengths[i] = (float) Math.sqrt(sums[i]);
		}
		return lengths;
	}
}
