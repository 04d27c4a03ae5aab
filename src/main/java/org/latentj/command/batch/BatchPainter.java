
package org.latentj.command.batch;

import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.latentj.batch.BatchItem;
import org.latentj.command.base.SliceCount;
import org.latentj.imageplus.ImageRun;
import org.latentj.stack.Region;
import org.latentj.imageplus.file.PictureFile;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.latent.Crop;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.InpaintEncoder;
import org.latentj.operation.Upscale;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;

/**
 * What a batch does with each picture of a folder.
 *
 * @param operation any but txt2img
 * @param batch pictures of each picture
 * @param sampling its seed is that of the batch, not the items'
 * @param resize for upscale
 * @param repair for inpaint
 */
public record BatchPainter(BatchOperation operation, Prompt prompt, int batch,
		int clipSkip, SamplingSettings sampling, Resize resize, Repair repair)
		implements
			PictureTask.Painter {

	/** How pictures are made larger. */
	public record Resize(String method, double factor) {
	}

	/**
	 * How a part of pictures is made anew.
	 *
	 * @param masks folder of images of the pictures' names; empty = their
	 *          selections
	 */
	public record Repair(Optional<Path> masks, String encoder, int grow,
			int feather) {
	}

	@Override
	public List<ImagePlus> paint(final ImageRun run, final ImagePlus image,
		final BatchItem item, final long seed) throws IOException
	{
		final SamplingSettings own = sampling.withSeed(seed);
		if (operation == BatchOperation.IMG2IMG) {
			return run.img2img(source -> new Img2Img(prompt, source, batch, clipSkip,
				own));
		}
		if (operation == BatchOperation.UPSCALE) {
			return run.upscale(source -> new Upscale(prompt, source, ResizeMethod.of(
				resize.method()), resize.factor(), 0, 0, Crop.DISABLED, batch, clipSkip,
				own));
		}
		final ImagePlus drawn = drawn(item);
		final InpaintEncoder how = InpaintEncoder.of(repair.encoder());
		return run.inpaint(slice -> drawn == null ? SelectionMask.ofSelection(image)
			: SelectionMask.ofImage(image, drawn, slice), Region.WHOLE, how, repair
				.grow(), (picture, part) -> new Inpaint(prompt, picture, part, repair
					.grow(), repair.feather(), how, batch, clipSkip, own));
	}

	@Override
	public int count(final ImagePlus image, final BatchItem item,
		final PositionChoice positions) throws IOException
	{
		SavedImage.requireHolds(item.output(), image.getBitDepth(), slices(image,
			positions));
		if (operation == BatchOperation.UPSCALE) {
			return SliceCount.upscale(image, positions);
		}
		final int count = SliceCount.img2img(image, positions);
		return count == 1 || repair.masks().isEmpty() ? count : SliceCount.inpaint(
			image, positions, drawn(item), InpaintEncoder.of(repair.encoder()));
	}

	/** How many slices a result has at least. */
	private int slices(final ImagePlus image, final PositionChoice positions) {
		final boolean larger = operation == BatchOperation.UPSCALE;
		final int pictures = positions.slicesOf(image, larger).size();
		final boolean whole = operation == BatchOperation.INPAINT && positions
			.isNamed();
		return batch * Math.max(pictures, larger ? 1 : whole ? image.getStackSize()
			: image.getNChannels());
	}

	/** The mask image of an item; null if its selection is the mask. */
	private ImagePlus drawn(final BatchItem item) throws IOException {
		return repair.masks().isEmpty() ? null : SelectionMask.taken(PictureFile
			.open(BatchFiles.file(repair.masks().get(), item.name())));
	}
}
