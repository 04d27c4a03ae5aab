
package org.latentj.imageplus;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;

import java.util.List;

import org.latentj.latent.Latent;
import org.latentj.latent.LatentBatches;
import org.latentj.record.GeneratedImage;
import org.latentj.tensor.Tensor;

/**
 * Latents as 32-bit images that can be looked at, saved, edited and sampled
 * further: a pixel per cell, the latent's channels as channels, a batch as time
 * points, in the VAE's scale.
 */
public final class LatentImage {

	/** Property of images that are latents. */
	private static final String LATENT = "latentj.latent";

	private LatentImage() {}

	/**
	 * A new image of the latents that a result was made of, with its record.
	 *
	 * @param latents at least one, of one shape
	 */
	public static ImagePlus ofResult(final List<Latent> latents,
		final ImagePlus result)
	{
		final ImagePlus image = of(LatentBatches.concat(latents), "latent of " +
			result.getTitle());
		GeneratedImage.provenance(result).ifPresent(p -> GeneratedImage.describe(
			image, p));
		return image;
	}

	/**
	 * A new image of a latent.
	 *
	 * @param latent [N, C, h, w], h and w in cells
	 * @param title of the image
	 * @return h x w pixels, C channels, N frames
	 */
	public static ImagePlus of(final Latent latent, final String title) {
		final Tensor samples = latent.samples();
		final ImageStack stack = new ImageStack(latent.width(), latent.height());
		final int plane = latent.width() * latent.height();
		for (int k = 0; k < latent.count() * samples.size(1); k++) {
			final float[] pixels = new float[plane];
			System.arraycopy(samples.data(), k * plane, pixels, 0, plane);
			stack.addSlice("item " + k / samples.size(1) + ", channel " + k % samples
				.size(1), pixels);
		}
		final ImagePlus plain = new ImagePlus(title, stack);
		plain.setDimensions(samples.size(1), 1, latent.count());
		final CompositeImage image = new CompositeImage(plain,
			CompositeImage.GRAYSCALE);
		image.setOpenAsHyperStack(true);
		image.resetDisplayRanges();
		image.setProp(LATENT, "true");
		return image;
	}

	/** Whether an image says that it is a latent. */
	public static boolean isLatent(final ImagePlus image) {
		return "true".equals(image.getProp(LATENT));
	}

	/**
	 * The latent in an image.
	 *
	 * @return [N, C, h, w], C being its channels and N its slices and frames
	 * @throws IllegalArgumentException if the image isn't one of 32 bit, or holds
	 *           NaN or infinities
	 */
	public static Latent read(final ImagePlus image) {
		final int items = image.getNSlices() * image.getNFrames();
		final int channels = image.getNChannels();
		if (image.getType() != ImagePlus.GRAY32) {
			throw new IllegalArgumentException("the image '" + image.getTitle() +
				"' is no latent: that is 32-bit, this one is " + image.getBitDepth() +
				"-bit");
		}
		final int plane = image.getWidth() * image.getHeight();
		final Tensor samples = Tensor.zeros(items, channels, image.getHeight(),
			image.getWidth());
		for (int k = 0; k < items * channels; k++) {
			System.arraycopy(image.getStack().getPixels(k + 1), 0, samples.data(), k *
				plane, plane);
		}
		for (int i = 0; i < samples.length(); i++) {
			if (!Float.isFinite(samples.data()[i])) {
				throw new IllegalArgumentException("the latent '" + image.getTitle() +
					"' holds " + samples.data()[i] + " in slice " + (1 + i / plane) +
					": all of its numbers must be finite");
			}
		}
		return Latent.of(samples);
	}
}
