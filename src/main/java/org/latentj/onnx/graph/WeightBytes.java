
package org.latentj.onnx.graph;

import org.latentj.tensor.Tensor;

/**
 * A weight in 8 bits: each of its outputs has the scale by which its largest
 * number becomes 127 (Jacob et al. 2018, arXiv:1712.05877, symmetric, a scale
 * for each channel). NB: signed where it can be, since processors that have an
 * instruction for it multiply unsigned numbers, which activations become, by
 * signed ones.
 *
 * @param type {@code INT8}: -127 to 127; {@code UINT8}: the same numbers, each
 *          128 above
 * @param numbers [in, out], row-major
 * @param in how many numbers go into an output
 * @param scales of each output, by which its numbers are multiplied
 */
public record WeightBytes(ElementType type, byte[] numbers, int in,
		float[] scales) {

	/** What stands for 0 in unsigned bytes: 128. */
	static final byte MIDDLE = (byte) 128;

	private static final int LARGEST = 127;

	/** Rows that are read at once. */
	private static final int BLOCK = 32;

	/**
	 * Rounds the weight of a linear layer or of a convolution.
	 *
	 * @param weight [out, in], or [out, in, height, width], of which the numbers
	 *          that go into an output then come by row, column and channel
	 * @param type {@code INT8} or {@code UINT8}
	 */
	public static WeightBytes of(final Tensor weight, final ElementType type) {
		final byte zero = type == ElementType.INT8 ? 0 : MIDDLE;
		final int out = weight.size(0);
		final int in = weight.length() / Math.max(1, out);
		final int area = weight.rank() == 4 ? weight.size(2) * weight.size(3) : 1;
		final int channels = in / area;
		final byte[] numbers = new byte[weight.length()];
		final float[] scales = new float[out];
		final float[] w = weight.data();
		final float[] inverse = new float[out];
		for (int o = 0; o < out; o++) {
			scales[o] = scale(w, o * in, in);
			inverse[o] = scales[o] == 0 ? 0 : 1 / scales[o];
		}
		// NB: by blocks, since each number is read from another row.
		for (int from = 0; from < out; from += BLOCK) {
			final int end = Math.min(out, from + BLOCK);
			for (int k = 0; k < in; k++) {
				final int place = k % channels * area + k / channels;
				for (int o = from; o < end; o++) {
					numbers[k * out + o] = (byte) (zero + (int) Math.rint(w[o * in +
						place] * inverse[o]));
				}
			}
		}
		return new WeightBytes(type, numbers, in, scales);
	}

	private static float scale(final float[] w, final int from, final int count) {
		float largest = 0;
		for (int i = from; i < from + count; i++) {
			largest = Math.max(largest, Math.abs(w[i]));
		}
		return largest / LARGEST;
	}

	/**
	 * Such a weight in a graph.
	 *
	 * @param numbers [in, out]
	 * @param scales [out]
	 * @param zero what stands for 0, [1]; {@link Value#NONE}: 0
	 */
	public record Values(Value numbers, Value scales, Value zero) {

		/** The same with another zero. */
		Values withZero(final Value other) {
			return new Values(numbers, scales, other);
		}
	}

	/** How many outputs it makes. */
	public int out() {
		return scales.length;
	}
}
