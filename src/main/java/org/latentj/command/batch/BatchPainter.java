
package org.latentj.command.batch;

import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.latentj.batch.BatchItem;
import org.latentj.command.base.SliceCount;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.file.PictureFile;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.latent.Crop;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.Repair;
import org.latentj.operation.Upscale;
import org.latentj.stack.Region;

/**
 * What a batch does with each picture of a folder.
 *
 * @param operation any but txt2img
 * @param generation its seed is that of the batch, not the items'
 * @param resize for upscale
 * @param repair for inpaint
 * @param masks folder of images of the pictures' names; empty = their
 *          selections
 */
public record BatchPainter(BatchOperation operation, Generation generation,
		Resize resize, Repair repair, Optional<Path> masks) {

	/** How pictures are made larger. */
	public record Resize(String method, double factor) {
	}

	/**
	 * Makes the pictures of an item.
	 *
	 * @param run on the image
	 * @param seed of the item, all 64 bits
	 * @return an image for each picture of the batch
	 * @throws IOException if the mask or a file of the model cannot be read
	 */
	public List<ImagePlus> paint(final ImageRun run, final ImagePlus image,
		final BatchItem item, final long seed) throws IOException
	{
		final Generation own = generation.withSeed(seed);
		if (operation == BatchOperation.IMG2IMG) {
			return run.img2img(source -> new Img2Img(own, source));
		}
		if (operation == BatchOperation.UPSCALE) {
			return run.upscale(source -> new Upscale(own, source, ResizeMethod.of(
				resize.method()), resize.factor(), 0, 0, Crop.DISABLED));
		}
		final ImagePlus drawn = drawn(item);
		return run.inpaint(slice -> drawn == null ? SelectionMask.ofSelection(image)
			: SelectionMask.ofImage(image, drawn, slice), Region.WHOLE, repair, (
				picture, part) -> new Inpaint(own, picture, part, repair));
	}

	/**
	 * How many pictures of an image are worked on.
	 *
	 * @throws IOException if the mask cannot be read
	 */
	public int count(final ImagePlus image, final BatchItem item,
		final PositionChoice positions) throws IOException
	{
		SavedImage.requireHolds(item.output(), image.getBitDepth(), slices(image,
			positions));
		if (operation == BatchOperation.UPSCALE) {
			return SliceCount.upscale(image, positions);
		}
		final int count = SliceCount.img2img(image, positions);
		return count == 1 || masks.isEmpty() ? count : SliceCount.inpaint(image,
			positions, drawn(item), repair.encoder());
	}

	/** How many slices a result has at least. */
	private int slices(final ImagePlus image, final PositionChoice positions) {
		final boolean larger = operation == BatchOperation.UPSCALE;
		final int pictures = positions.slicesOf(image, larger).size();
		final boolean whole = operation == BatchOperation.INPAINT && positions
			.isNamed();
		return generation.batch() * Math.max(pictures, larger ? 1 : whole ? image
			.getStackSize() : image.getNChannels());
	}

	/** The mask image of an item; null if its selection is the mask. */
	private ImagePlus drawn(final BatchItem item) throws IOException {
		return masks.isEmpty() ? null : SelectionMask.taken(PictureFile.open(
			BatchFiles.file(masks.get(), item.name())));
	}
}
