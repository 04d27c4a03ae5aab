
package org.latentj.latent;

import org.latentj.tensor.Tensor;

/**
 * Resizing by spherical interpolation: at each place the channels are a vector,
 * whose direction is interpolated along the great circle (Shoemake 1985,
 * "Animating rotation with quaternion curves") and whose length linearly, along
 * the width and then along the height. Unlike linear interpolation it keeps the
 * variance of a latent. ComfyUI's method of this name.
 */
final class Bislerp {

	/** Closer directions than this are the same, or opposite. */
	private static final float PARALLEL = 1e-5f;

	private Bislerp() {}

	static Tensor resize(final Tensor x, final int width, final int height) {
		final int n = x.size(0);
		final int c = x.size(1);
		final int h = x.size(2);
		final int w = x.size(3);
		final Tensor wide = Tensor.zeros(n, c, h, width);
		final Tensor out = Tensor.zeros(n, c, height, width);
		for (int item = 0; item < n; item++) {
			along(new Lines(x.data(), item * c * h * w, h * w, w, 1), //
				new Lines(wide.data(), item * c * h * width, h * width, width, 1), c, h,
				w, width);
			along(new Lines(wide.data(), item * c * h * width, h * width, 1, width), //
				new Lines(out.data(), item * c * height * width, height * width, 1,
					width), c, width, h, height);
		}
		return out;
	}

	/** How to walk through an array: along lines, from line to line. */
	private record Lines(float[] data, int start, int channelStep, int lineStep,
			int step) {

		int at(final int line, final int i) {
			return start + line * lineStep + i * step;
		}
	}

	private static void along(final Lines from, final Lines to,
		final int channels, final int lines, final int in, final int out)
	{
		final float[] low = coordinates(in, out, 0);
		final float[] high = coordinates(in, out, 1);
		final float[] a = new float[channels];
		final float[] b = new float[channels];
		for (int line = 0; line < lines; line++) {
			for (int i = 0; i < out; i++) {
				final float ratio = low[i] - (float) Math.floor(low[i]);
				read(from, from.at(line, (int) low[i]), a);
				read(from, from.at(line, (int) high[i]), b);
				slerp(a, b, ratio);
				for (int k = 0; k < channels; k++) {
					to.data[to.at(line, i) + k * to.channelStep] = a[k];
				}
			}
		}
	}

	/**
	 * Positions {@code 0 + offset, 1 + offset, ... in - 1} (the last one not
	 * beyond the end), themselves resized linearly.
	 */
	private static float[] coordinates(final int in, final int out,
		final int offset)
	{
		final Tensor ramp = Tensor.zeros(1, 1, 1, in);
		for (int i = 0; i < in; i++) {
			ramp.data()[i] = Math.min(i + offset, in - 1);
		}
		return AxisTaps.linear(in, out).alongWidth(ramp).data();
	}

	private static void read(final Lines from, final int at, final float[] v) {
		for (int k = 0; k < v.length; k++) {
			v[k] = from.data[at + k * from.channelStep];
		}
	}

	/** Puts the interpolation from a (ratio 0) to b (ratio 1) into a. */
	private static void slerp(final float[] a, final float[] b,
		final float ratio)
	{
		final float lengthA = length(a);
		final float lengthB = length(b);
		float dot = 0;
		for (int k = 0; k < a.length; k++) {
			dot += unit(a[k], lengthA) * unit(b[k], lengthB);
		}
		if (dot > 1 - PARALLEL) {
			return;
		}
		if (dot < PARALLEL - 1) {
			for (int k = 0; k < a.length; k++) {
				a[k] = a[k] * (1 - ratio) + b[k] * ratio;
			}
			return;
		}
		final float omega = (float) Math.acos(dot);
		final float sine = (float) Math.sin(omega);
		final float shareA = (float) Math.sin((1 - ratio) * omega) / sine;
		final float shareB = (float) Math.sin(ratio * omega) / sine;
		final float length = lengthA * (1 - ratio) + lengthB * ratio;
		for (int k = 0; k < a.length; k++) {
			a[k] = (shareA * unit(a[k], lengthA) + shareB * unit(b[k], lengthB)) *
				length;
		}
	}

	private static float length(final float[] v) {
		float sum = 0;
		for (final float f : v) {
			sum += f * f;
		}
		return (float) Math.sqrt(sum);
	}

	private static float unit(final float v, final float length) {
		return length == 0 ? 0 : v / length;
	}
}
