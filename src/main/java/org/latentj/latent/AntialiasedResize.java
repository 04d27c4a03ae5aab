
package org.latentj.latent;

import org.latentj.tensor.Tensor;

/**
 * Resizing in which every old sample counts, however much smaller the new
 * picture is: PyTorch's {@code interpolate} in mode {@code bicubic} with
 * {@code antialias=True}, Keys' cubic convolution with a = -0.5 (Keys 1981)
 * stretched to the size of a new sample.
 */
public final class AntialiasedResize {

	private AntialiasedResize() {}

	/**
	 * Resizes the last two axes.
	 *
	 * @param x [N, C, H, W]
	 * @param width new W, at least 1
	 * @param height new H, at least 1
	 */
	public static Tensor bicubic(final Tensor x, final int width,
		final int height)
	{
		if (width < 1 || height < 1) {
			throw new IllegalArgumentException("cannot resize " + x + " to " + width +
				"x" + height + ": width and height must be at least 1");
		}
		final Tensor wide = AxisTaps.cubicAntialiased(x.size(3), width).alongWidth(
			x);
		return AxisTaps.cubicAntialiased(x.size(2), height).alongHeight(wide);
	}
}
