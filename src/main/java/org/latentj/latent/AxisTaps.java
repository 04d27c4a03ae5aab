
package org.latentj.latent;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.latentj.tensor.Tensor;

/**
 * Resampling along one axis: for each new sample the old ones that it is made
 * of, and their weights. Positions are those of pixel centres: new sample
 * {@code i} lies at {@code (i + 0.5) * in / out - 0.5}.
 *
 * @param count number of taps of each new sample
 * @param index for each new sample its {@code count} old ones
 * @param weight for each of them its weight
 */
record AxisTaps(int[] count, int[][] index, float[][] weight) {

	private static final float CUBIC = -0.75f;

	private static final float SMOOTH = -0.5f;

	static AxisTaps nearestExact(final int in, final int out) {
		final float scale = (float) in / out;
		return make(out, i -> new int[] { Math.min((int) Math.floor((i + 0.5f) *
			scale), in - 1) }, i -> new float[] { 1 });
	}

	static AxisTaps linear(final int in, final int out) {
		return make(out, i -> {
			final int at = (int) linearPosition(i, in, out);
			return new int[] { at, Math.min(at + 1, in - 1) };
		}, i -> {
			final float at = linearPosition(i, in, out);
			final float t = at - (int) at;
			return new float[] { 1 - t, t };
		});
	}

	private static float linearPosition(final int i, final int in,
		final int out)
	{
		return Math.max(0, (float) in / out * (i + 0.5f) - 0.5f);
	}

	static AxisTaps area(final int in, final int out) {
		return make(out, i -> {
			final int from = (int) ((long) i * in / out);
			final int to = (int) (((i + 1L) * in + out - 1) / out);
			final int[] index = new int[to - from];
			for (int k = 0; k < index.length; k++) {
				index[k] = from + k;
			}
			return index;
		}, null);
	}

	static AxisTaps cubic(final int in, final int out) {
		final float scale = (float) in / out;
		return make(out, i -> {
			final int at = (int) Math.floor(scale * (i + 0.5f) - 0.5f);
			final int[] index = new int[4];
			for (int k = 0; k < 4; k++) {
				index[k] = Math.min(in - 1, Math.max(0, at - 1 + k));
			}
			return index;
		}, i -> {
			final float at = scale * (i + 0.5f) - 0.5f;
			final float t = at - (float) Math.floor(at);
			return new float[] { outer(t + 1, CUBIC), inner(t, CUBIC), inner(1 - t,
				CUBIC), outer(2 - t, CUBIC) };
		});
	}

	/** Keys' kernel for distances up to 1. */
	private static float inner(final float d, final float a) {
		return ((a + 2) * d - (a + 3)) * d * d + 1;
	}

	/** Keys' kernel for distances of 1 to 2. */
	private static float outer(final float d, final float a) {
		return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
	}

	/**
	 * Keys' cubic convolution with a = -0.5, made as wide as a new sample where
	 * there are fewer of these, so that all old ones count: what PyTorch and
	 * Pillow call antialiased.
	 */
	static AxisTaps cubicAntialiased(final int in, final int out) {
		final float scale = (float) in / out;
		final float stretch = Math.max(1, scale);
		final IntFunction<int[]> index = i -> {
			final float centre = scale * (i + 0.5f) + 0.5f;
			return IntStream.range(Math.max(0, (int) (centre - 2 * stretch)), Math
				.min(in, (int) (centre + 2 * stretch))).toArray();
		};
		return make(out, index, i -> {
			final int[] from = index.apply(i);
			final float[] weights = new float[from.length];
			float sum = 0;
			for (int k = 0; k < weights.length; k++) {
				weights[k] = smooth(Math.abs((from[k] + 0.5f - scale * (i + 0.5f)) /
					stretch));
				sum += weights[k];
			}
			for (int k = 0; k < weights.length; k++) {
				weights[k] /= sum;
			}
			return weights;
		});
	}

	/** Keys' kernel with a = -0.5 at any distance. */
	private static float smooth(final float d) {
		if (d >= 2) {
			return 0;
		}
		return d < 1 ? inner(d, SMOOTH) : outer(d, SMOOTH);
	}

	/** If there are no weights, each new sample is the mean of its old ones. */
	private static AxisTaps make(final int out, final IntFunction<int[]> index,
		final IntFunction<float[]> weight)
	{
		final AxisTaps taps = new AxisTaps(new int[out], new int[out][],
			new float[out][]);
		for (int i = 0; i < out; i++) {
			taps.index[i] = index.apply(i);
			taps.count[i] = taps.index[i].length;
			if (weight != null) {
				taps.weight[i] = weight.apply(i);
			}
			else {
				taps.weight[i] = new float[taps.count[i]];
				Arrays.fill(taps.weight[i], 1f / taps.count[i]);
			}
		}
		return taps;
	}

	/** Resamples the last axis of [N, C, H, W]. */
	Tensor alongWidth(final Tensor x) {
		final int in = x.size(3);
		final int out = count.length;
		final Tensor y = Tensor.zeros(x.size(0), x.size(1), x.size(2), out);
		final float[] from = x.data();
		final float[] to = y.data();
		for (int row = 0; row < from.length / in; row++) {
			for (int i = 0; i < out; i++) {
				float sum = 0;
				for (int k = 0; k < count[i]; k++) {
					sum += weight[i][k] * from[row * in + index[i][k]];
				}
				to[row * out + i] = sum;
			}
		}
		return y;
	}

	/** Resamples the axis before the last of [N, C, H, W]. */
	Tensor alongHeight(final Tensor x) {
		final int in = x.size(2);
		final int out = count.length;
		final int width = x.size(3);
		final Tensor y = Tensor.zeros(x.size(0), x.size(1), out, width);
		final float[] from = x.data();
		final float[] to = y.data();
		for (int plane = 0; plane < x.size(0) * x.size(1); plane++) {
			for (int i = 0; i < out; i++) {
				final int base = (plane * out + i) * width;
				for (int k = 0; k < count[i]; k++) {
					final float w = weight[i][k];
					final int row = (plane * in + index[i][k]) * width;
					for (int j = 0; j < width; j++) {
						to[base + j] += w * from[row + j];
					}
				}
			}
		}
		return y;
	}
}
