
package org.latentj.family.lora.change;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;

/**
 * What a LoRA adds to one weight, seen as a matrix: a row for each size of the
 * weight's first axis, the other axes one after the other. A new kind is one
 * class and a line here.
 */
public interface WeightChange {

	/** The numbers of a change, read from the file. */
	interface Rows {

		/** Puts one row into {@code to}, which is as long as a row. */
		void put(int row, float[] to);
	}

	/**
	 * The axis whose size divides alpha; 0 if nothing does, so that alpha does
	 * not count.
	 */
	int rank();

	/**
	 * Fails unless it fits a weight.
	 *
	 * @param shape the weight's
	 * @throws IllegalArgumentException that names file, tensor and both shapes
	 */
	void require(long[] shape);

	/** What it is called. */
	String kind();

	/** Whether what it adds to a row depends on other numbers of the weight. */
	default boolean turnsTheWeight() {
		return false;
	}

	/**
	 * Reads its numbers.
	 *
	 * @param weight that is changed, as it was; not looked at unless it is turned
	 * @param shape of it
	 * @param strength by which what is added will be multiplied
	 */
	Rows read(float[] weight, long[] shape, double strength) throws IOException;

	/** Whether a file with such a part tells a change. */
	static boolean isChange(final LoraPart part) {
		return !Set.of(LoraPart.ALPHA, LoraPart.DORA_SCALE, LoraPart.MAGNITUDE,
			LoraPart.MID, LoraPart.RESCALE).contains(part);
	}

	/**
	 * The change that some tensors of a file tell.
	 *
	 * @throws IllegalArgumentException if one is missing; it names that
	 */
	static WeightChange of(final Weights file, final String module,
		final Map<LoraPart, String> parts)
	{
		final LoraTensors tensors = new LoraTensors(file, module, parts);
		if (tensors.hasAny(LoraPart.UP, LoraPart.DOWN, LoraPart.MID)) {
			return LowRankChange.of(tensors);
		}
		if (tensors.hasAny(LoraPart.HADA_W1_A, LoraPart.HADA_W1_B,
			LoraPart.HADA_W2_A, LoraPart.HADA_W2_B))
		{
			return HadamardChange.of(tensors);
		}
		if (tensors.hasAny(LoraPart.LOKR_W1, LoraPart.LOKR_W1_A, LoraPart.LOKR_W1_B,
			LoraPart.LOKR_W2, LoraPart.LOKR_W2_A, LoraPart.LOKR_W2_B))
		{
			return KroneckerChange.of(tensors);
		}
		if (tensors.has(LoraPart.OFT_BLOCKS)) {
			return OrthogonalChange.of(tensors);
		}
		if (tensors.hasAny(LoraPart.A1, LoraPart.A2, LoraPart.B1, LoraPart.B2)) {
			return GeneralizedChange.of(tensors);
		}
		return new PlainChange(tensors, tensors.get(LoraPart.DIFFERENCE));
	}

	/** A row's length. */
	static long columns(final long[] shape) {
		long columns = 1;
		for (int i = 1; i < shape.length; i++) {
			columns *= shape[i];
		}
		return columns;
	}

	/** The number of rows of a weight. */
	static long rows(final TensorInfo weight) {
		return weight.rank() == 0 ? 1 : weight.shape()[0];
	}
}
