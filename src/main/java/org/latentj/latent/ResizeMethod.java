
package org.latentj.latent;

import java.util.function.BiFunction;

import org.latentj.control.Ids;
import org.latentj.tensor.Tensor;

/**
 * Ways to resize a latent (or any image tensor). All but {@link #BISLERP} are
 * those of PyTorch's {@code interpolate} with {@code align_corners=False} and
 * without antialiasing.
 */
public enum ResizeMethod {

		/** The sample whose centre is nearest. */
		NEAREST_EXACT("nearest-exact", AxisTaps::nearestExact),
		/** Linear between the two nearest samples of each axis. */
		BILINEAR("bilinear", AxisTaps::linear),
		/** The mean of the samples that a new one covers. */
		AREA("area", AxisTaps::area),
		/** Keys' cubic convolution with a = -0.75 (Keys 1981). */
		BICUBIC("bicubic", AxisTaps::cubic),
		/** Spherical interpolation of the channel vectors, see {@link Bislerp}. */
		BISLERP("bislerp", null);

	private final String id;

	private final BiFunction<Integer, Integer, AxisTaps> taps;

	ResizeMethod(final String id,
		final BiFunction<Integer, Integer, AxisTaps> taps)
	{
		this.id = id;
		this.taps = taps;
	}

	/** ComfyUI's id. */
	public String id() {
		return id;
	}

	/** The one with this id; an error lists the known ones. */
	public static ResizeMethod of(final String id) {
		return Ids.of("method", id, values(), ResizeMethod::id);
	}

	/**
	 * Resizes the last two axes.
	 *
	 * @param x [N, C, H, W]
	 * @param width new W, at least 1
	 * @param height new H, at least 1
	 */
	public Tensor resize(final Tensor x, final int width, final int height) {
		if (x.rank() != 4 || x.size(2) < 1 || x.size(3) < 1) {
			throw new IllegalArgumentException("cannot resize " + x +
				": it must have the shape [N, C, H, W], H and W at least 1");
		}
		if (width < 1 || height < 1) {
			throw new IllegalArgumentException("cannot resize " + x + " to " + width +
				"x" + height + ": width and height must be at least 1");
		}
		if (this == BISLERP) {
			return Bislerp.resize(x, width, height);
		}
		final Tensor wide = taps.apply(x.size(3), width).alongWidth(x);
		return taps.apply(x.size(2), height).alongHeight(wide);
	}

	/**
	 * Resizes after cropping to the new aspect ratio.
	 *
	 * @param x [N, C, H, W]
	 * @param crop whether and how to crop
	 */
	public Tensor resize(final Tensor x, final int width, final int height,
		final Crop crop)
	{
		return width < 1 || height < 1 ? resize(x, width, height) : resize(crop
			.apply(x, width, height), width, height);
	}

	@Override
	public String toString() {
		return id;
	}
}
