
package org.latentj.latent;

import org.latentj.tensor.Tensor;

/**
 * Sums, differences, multiples and blends of latents, as ComfyUI's nodes of
 * these names do. The second latent is brought to the size of the first
 * bilinearly (cropped at the centre if the aspect ratio differs) and repeated
 * or cut to its number of items; mask and batch indices are the first one's.
 */
public final class LatentArithmetic {

	private LatentArithmetic() {}

	/** Their sum. */
	public static Latent add(final Latent a, final Latent b) {
		return a.withSamples(a.samples().plus(like(a, b)));
	}

	/** The first minus the second. */
	public static Latent subtract(final Latent a, final Latent b) {
		return a.withSamples(a.samples().minus(like(a, b)));
	}

	/** All samples times a finite number. */
	public static Latent multiply(final Latent a, final double factor) {
		if (!Double.isFinite(factor)) {
			throw new IllegalArgumentException("cannot multiply a latent by " +
				factor + ": the factor must be finite");
		}
		return a.withSamples(a.samples().times(factor));
	}

	/**
	 * A blend whose channel vectors have the blended length of both, however
	 * different their directions are.
	 *
	 * @param ratio 0 to 1; 1 = the first latent alone
	 */
	public static Latent interpolate(final Latent a, final Latent b,
		final double ratio)
	{
		if (!(ratio >= 0 && ratio <= 1)) {
			throw new IllegalArgumentException(
				"cannot blend latents with the ratio " + ratio +
					": it must lie in 0 to 1");
		}
		final Tensor other = like(a, b);
		final int channels = other.size(1);
		final int plane = other.size(2) * other.size(3);
		final Tensor out = a.samples().copy();
		for (int i = 0; i < a.count() * plane; i++) {
			blend(out.data(), other.data(), i / plane * channels * plane + i % plane,
				channels, plane, (float) ratio);
		}
		return a.withSamples(out);
	}

	/** Puts the blend of two channel vectors into the first one. */
	private static void blend(final float[] a, final float[] b, final int at,
		final int channels, final int step, final float ratio)
	{
		final float lengthA = length(a, at, channels, step);
		final float lengthB = length(b, at, channels, step);
		for (int c = 0; c < channels; c++) {
			final int k = at + c * step;
			a[k] = unit(a[k], lengthA) * ratio + unit(b[k], lengthB) * (1 - ratio);
		}
		final float length = length(a, at, channels, step);
		final float wanted = lengthA * ratio + lengthB * (1 - ratio);
		for (int c = 0; c < channels; c++) {
			final int k = at + c * step;
			a[k] = unit(a[k], length) * wanted;
		}
	}

	private static float length(final float[] v, final int at, final int channels,
		final int step)
	{
		float sum = 0;
		for (int c = 0; c < channels; c++) {
			sum += v[at + c * step] * v[at + c * step];
		}
		return (float) Math.sqrt(sum);
	}

	private static float unit(final float v, final float length) {
		return length == 0 ? 0 : v / length;
	}

	/** The second latent in the shape of the first. */
	static Tensor like(final Latent a, final Latent b) {
		return NoiseMask.toBatch(LatentBatches.sized(a, b), a.count());
	}
}
