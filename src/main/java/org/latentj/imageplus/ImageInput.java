
package org.latentj.imageplus;

import ij.ImagePlus;

import java.io.IOException;

import org.latentj.image.Mask;
import org.latentj.imageplus.planes.TakenImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.RangeChoice;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.operation.Upscale;
import org.latentj.pipeline.Picture;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.batch.SeedRule;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;

/**
 * An image of ImageJ as what operations take, and their pictures as images like
 * it: of the same type, with its calibration, lookup tables and metadata. For
 * scripts that call the service; the commands do the same.
 *
 * <pre>
 * ImageInput input = new ImageInput(image);
 * Img2Img red = new Img2Img(new Generation(prompt, 1, 1, settings), input
 * 	.source());
 * Picture picture = service.run(models, red, RunListener.NONE,
 * 	new StopSignal());
 * input.result(red, picture, record).show();
 * </pre>
 *
 * It is the picture at the image's current position: an RGB or grey slice, two
 * or three channels together, or the current one of more channels. The image
 * itself is never changed.
 */
public final class ImageInput {

	private static final PositionChoice CURRENT = PositionChoice.of(false);

	private final ImagePlus image;

	private final String range;

	/** As it is displayed: what is shown black is 0, white is 1. */
	public ImageInput(final ImagePlus image) {
		this(image, RangeChoice.DISPLAY);
	}

	/**
	 * @param image 8, 16 or 32 bit, RGB or composite, or a latent that a command
	 *          gave
	 * @param range which intensities are 0 and 1, as the commands' parameter:
	 *          {@code display}, {@code full}, percentiles as in
	 *          {@code 0.35%-99.65%}, numbers as in {@code 100-4095}; not used for
	 *          RGB
	 */
	public ImageInput(final ImagePlus image, final String range) {
		if (image == null) {
			throw new IllegalArgumentException("there is no image: open one");
		}
		this.image = image;
		this.range = range;
	}

	/**
	 * The picture, or latent, for {@link Img2Img} and {@link Upscale}.
	 *
	 * @throws IllegalArgumentException if a pixel is NaN or infinite, or the
	 *           range is none
	 */
	public Source source() {
		return LatentImage.isLatent(image) ? new Source.OfLatent(LatentImage.read(
			image)) : new Source.OfPicture(pixels(Mask.whole(image.getWidth(), image
				.getHeight())));
	}

	/**
	 * The picture, for {@link Inpaint}; grey as three equal channels.
	 *
	 * @param where pixels that must be finite numbers; NaN and infinities
	 *          elsewhere are kept in the result
	 * @return [1, 3, H, W] in 0 to 1
	 * @throws IllegalArgumentException if a pixel is NaN or infinite, or the
	 *           range is none
	 */
	public Tensor pixels(final Mask where) {
		return new ImagePictures(TakenImage.of(image), CURRENT, range).tensor(0,
			where, FinalInterval.createMinSize(0, 0, image.getWidth(), image
				.getHeight()));
	}

	/**
	 * The image's selection as a mask, for {@link Inpaint}.
	 *
	 * @throws IllegalArgumentException if there is none, it is no area, or it
	 *           holds no pixel of the picture
	 */
	public Mask selection() {
		return SelectionMask.ofSelection(image);
	}

	/**
	 * Another image as a mask, for {@link Inpaint}.
	 *
	 * @param mask 8 bit (0 = keep, 255 = make anew, soft between) or any type
	 *          with a threshold, of this image's size
	 * @throws IllegalArgumentException if it is none of these
	 */
	public Mask mask(final ImagePlus mask) {
		return SelectionMask.ofImage(image, mask, image.getCurrentSlice());
	}

	/**
	 * A new image of what an operation made of this one; a batch as a stack. Of
	 * {@link Inpaint} pixels outside of the mask keep their bits.
	 *
	 * @param operation any that starts from a picture
	 * @param picture what it made
	 * @param record says in the image how it was made
	 * @throws IllegalArgumentException if it is another operation, or the sizes
	 *           don't fit
	 */
	public ImagePlus result(final Operation operation, final Picture picture,
		final Provenance record) throws IOException
	{
		if (LatentImage.isLatent(image)) {
			return GeneratedImage.of(picture, record.withBefore(GeneratedImage
				.provenance(image)));
		}
		final ImageRun run = new ImageRun(image, new ImageRun.Choices(CURRENT,
			range, SeedRule.SAME));
		final ImagePlus made = JoinedImages.concatenated(run.place(operation,
			picture));
		return WorkedImage.describe(made, run.facts().complete(record), run.facts()
			.range());
	}
}
