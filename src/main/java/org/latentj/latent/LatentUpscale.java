
package org.latentj.latent;

/**
 * Resizes latents as ComfyUI's Upscale Latent and Upscale Latent By do. A noise
 * mask is kept as it is, it is resized when it is used.
 */
public final class LatentUpscale {

	private LatentUpscale() {}

	/**
	 * Resizes to the latent of a picture of a given size. NB: ComfyUI silently
	 * makes at least 64 pixels.
	 *
	 * @param latent what to resize
	 * @param cell width and height in pixels of a latent sample
	 * @param width of the picture in pixels, rounded down to whole latent
	 *          samples, at least one; 0 = what the height and the aspect ratio
	 *          give
	 * @param height likewise; if both are 0, the latent is returned as it is
	 * @param crop what to do if the aspect ratio changes
	 */
	public static Latent toSize(final Latent latent, final int cell,
		final ResizeMethod method, final int width, final int height,
		final Crop crop)
	{
		if (width < 0 || height < 0 || width > 0 && width < cell || height > 0 &&
			height < cell)
		{
			throw new IllegalArgumentException("cannot resize a latent to " + width +
				"x" + height + " pixels: each must be 0 (automatic) or at least " +
				cell);
		}
		if (width == 0 && height == 0) {
			return latent;
		}
		final int w = width > 0 ? width : Math.max(cell, follow(latent.width(),
			height, latent.height()));
		final int h = height > 0 ? height : Math.max(cell, follow(latent.height(),
			width, latent.width()));
		return latent.withSamples(method.resize(latent.samples(), w / cell, h /
			cell, crop));
	}

	private static int follow(final int side, final int otherPixels,
		final int other)
	{
		return (int) Math.rint((double) side * otherPixels / other);
	}

	/**
	 * Resizes by a factor.
	 *
	 * @param factor greater than 0; the new size is rounded to whole latent
	 *          samples (halves to the even one), at least 1
	 */
	public static Latent by(final Latent latent, final ResizeMethod method,
		final double factor)
	{
		if (!(factor > 0) || Double.isInfinite(factor)) {
			throw new IllegalArgumentException("cannot resize a latent by " + factor +
				": the factor must be a number greater than 0");
		}
		final int w = (int) Math.rint(latent.width() * factor);
		final int h = (int) Math.rint(latent.height() * factor);
		if (w < 1 || h < 1) {
			throw new IllegalArgumentException("cannot resize a latent of " + latent
				.width() + "x" + latent.height() + " samples by " + factor +
				": nothing would be left; valid is a factor above " + 0.5 / Math.min(
					latent.width(), latent.height()));
		}
		return latent.withSamples(method.resize(latent.samples(), w, h));
	}
}
