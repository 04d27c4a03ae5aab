
package org.latentj.latent;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;

import org.latentj.tensor.Tensor;

/**
 * Flips, turns, cuts and pastes latents, as ComfyUI's nodes of these names do.
 * Noise masks and batch indices are kept as they are.
 */
public final class LatentGeometry {

	private LatentGeometry() {}

	/** Top becomes bottom (ComfyUI's "x-axis: vertically"). */
	public static Latent flipVertically(final Latent latent) {
		final int h = latent.height();
		return rearrange(latent, latent.width(), h, (x, y) -> x, (x, y) -> h - 1 -
			y);
	}

	/** Left becomes right (ComfyUI's "y-axis: horizontally"). */
	public static Latent flipHorizontally(final Latent latent) {
		final int w = latent.width();
		return rearrange(latent, w, latent.height(), (x, y) -> w - 1 - x, (x,
			y) -> y);
	}

	/**
	 * Turns clockwise.
	 *
	 * @param degrees 0, 90, 180 or 270
	 */
	public static Latent rotate(final Latent latent, final int degrees) {
		final int w = latent.width();
		final int h = latent.height();
		switch (degrees) {
			case 0:
				return latent;
			case 90:
				return rearrange(latent, h, w, (x, y) -> y, (x, y) -> h - 1 - x);
			case 180:
				return rearrange(latent, w, h, (x, y) -> w - 1 - x, (x, y) -> h - 1 -
					y);
			case 270:
				return rearrange(latent, h, w, (x, y) -> w - 1 - y, (x, y) -> x);
			default:
				throw new IllegalArgumentException("cannot rotate a latent by " +
					degrees + " degrees, only by 0, 90, 180 or 270");
		}
	}

	/**
	 * Cuts out a rectangle.
	 *
	 * @param x left edge in latent samples
	 * @param y top edge in latent samples
	 * @param width in latent samples, at least 1
	 * @param height likewise
	 */
	public static Latent crop(final Latent latent, final int x, final int y,
		final int width, final int height)
	{
		return latent.withSamples(cut(latent.samples(), x, y, width, height));
	}

	/**
	 * Pastes one latent onto another.
	 *
	 * @param to background, any number of items
	 * @param from foreground, one item or as many as the background; what is
	 *          beyond the background's right and lower edge is left out
	 * @param x left edge in latent samples, within the background
	 * @param y top edge in latent samples, within the background
	 * @param feather width in latent samples of a linear transition inside of
	 *          those edges of the foreground that aren't edges of the background,
	 *          at least 0
	 */
	public static Latent composite(final Latent to, final Latent from,
		final int x, final int y, final int feather)
	{
		if (x < 0 || y < 0 || x >= to.width() || y >= to.height() || feather < 0) {
			throw new IllegalArgumentException("cannot paste at " + x + ", " + y +
				" with feather " + feather + ": the place must lie in the " + to
					.width() + "x" + to.height() + " latent, feather be at least 0");
		}
		final Tensor front = NoiseMask.toBatch(cut(from.samples(), 0, 0, Math.min(
			from.width(), to.width() - x), Math.min(from.height(), to.height() - y)),
			to.count());
		final Tensor out = to.samples().copy();
		final int w = front.size(3);
		final int h = front.size(2);
		final float[] across = ramp(w, feather, x > 0, x + from.width() < to
			.width());
		final float[] down = ramp(h, feather, y > 0, y + from.height() < to
			.height());
		for (int line = 0; line < front.length() / w; line++) {
			final int at = (line / h * to.height() + y + line % h) * to.width() + x;
			for (int i = 0; i < w; i++) {
				final float weight = across[i] * down[line % h];
				out.data()[at + i] = front.data()[line * w + i] * weight + out
					.data()[at + i] * (1 - weight);
			}
		}
		return to.withSamples(out);
	}

	private static float[] ramp(final int length, final int feather,
		final boolean atStart, final boolean atEnd)
	{
		final float[] weights = new float[length];
		Arrays.fill(weights, 1);
		for (int t = 0; t < Math.min(feather, length); t++) {
			final float w = (float) (1.0 / feather * (t + 1));
			weights[t] *= atStart ? w : 1;
			weights[length - 1 - t] *= atEnd ? w : 1;
		}
		return weights;
	}

	/** Cuts a rectangle out of the last two axes of [N, C, H, W]. */
	public static Tensor cut(final Tensor t, final int x, final int y,
		final int width, final int height)
	{
		final int w = t.size(3);
		final int h = t.size(2);
		if (x < 0 || y < 0 || width < 1 || height < 1 || x + (long) width > w || y +
			(long) height > h)
		{
			throw new IllegalArgumentException("cannot cut " + width + "x" + height +
				" at " + x + ", " + y + " out of a latent of " + w + "x" + h);
		}
		final Tensor out = Tensor.zeros(t.size(0), t.size(1), height, width);
		for (int line = 0; line < out.length() / width; line++) {
			System.arraycopy(t.data(), (line / height * h + y + line % height) * w +
				x, out.data(), line * width, width);
		}
		return out;
	}

	private static Latent rearrange(final Latent latent, final int width,
		final int height, final IntBinaryOperator oldX,
		final IntBinaryOperator oldY)
	{
		final Tensor t = latent.samples();
		final Tensor out = Tensor.zeros(t.size(0), t.size(1), height, width);
		for (int i = 0; i < out.length(); i++) {
			final int x = i % width;
			final int y = i / width % height;
			final int plane = i / (width * height);
			out.data()[i] = t.data()[(plane * latent.height() + oldY.applyAsInt(x,
				y)) * latent.width() + oldX.applyAsInt(x, y)];
		}
		return latent.withSamples(out);
	}
}
