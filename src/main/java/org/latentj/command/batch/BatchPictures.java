
package org.latentj.command.batch;

import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.latentj.batch.BatchItem;
import org.latentj.command.forecast.SliceCount;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.file.PictureFile;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Inpaint;
import org.latentj.operation.OperationType.Placement;
import org.latentj.operation.OperationType;
import org.latentj.operation.Outpaint;
import org.latentj.operation.inpainting.Repair;
import org.latentj.operation.Source;
import org.latentj.operation.conditioning.Controls;
import org.latentj.setting.SettingValues;
import org.latentj.stack.Region;

/**
 * What a batch does with each picture of a folder.
 *
 * @param type of the operation: any that works on a picture
 * @param values of its settings, the seed being that of the batch, not the
 *          items'
 * @param controls images that steer
 * @param masks folder of images of the pictures' names; empty = their
 *          selections
 */
public record BatchPictures(OperationType<?> type, SettingValues values,
		BatchControls controls, Optional<Path> masks) {

	/** One that is steered by no open image. */
	BatchPictures(final OperationType<?> type, final SettingValues values,
		final Optional<Path> masks)
	{
		this(type, values, new BatchControls(title -> {
			throw new IllegalArgumentException("there is no image '" + title + "'");
		}), masks);
	}

	/**
	 * Makes the pictures of an item.
	 *
	 * @param run on the image
	 * @param seed of the item, all 64 bits
	 * @return an image for each picture of the batch
	 * @throws IOException if the mask or a file of the model cannot be read
	 */
	public List<ImagePlus> make(final ImageRun run, final ImagePlus image,
		final BatchItem item, final long seed) throws IOException
	{
		final SettingValues own = values.with(GenerationSettings.SEED, seed).with(
			Controls.IMAGES, controls.of(image, item));
		if (type.placement() == Placement.REPLACE) {
			return run.img2img(source -> type.of(own.with(Source.IMAGE, source)));
		}
		if (type.placement() == Placement.RESIZE) {
			return run.upscale(source -> type.of(own.with(Source.IMAGE, source)));
		}
		if (type.placement() == Placement.EXTEND) {
			return run.outpaint(source -> (Outpaint) type.of(own.with(Source.IMAGE,
				source)));
		}
		final ImagePlus drawn = drawn(item);
		return run.inpaint(slice -> drawn == null ? SelectionMask.ofSelection(
			selected(image)) : SelectionMask.ofImage(image, drawn, slice),
			Region.WHOLE, Repair.of(own), (picture, part) -> (Inpaint) type.of(own
				.with(Source.IMAGE, new Source.OfPicture(picture)).with(Inpaint.MASK,
					part)));
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
		if (isLarger()) {
			return SliceCount.upscale(image, positions);
		}
		final int count = SliceCount.img2img(image, positions);
		return count == 1 || masks.isEmpty() ? count : SliceCount.inpaint(image,
			positions, drawn(item), Repair.of(values).encoder());
	}

	private boolean isLarger() {
		return type.placement() == Placement.RESIZE || type
			.placement() == Placement.EXTEND;
	}

	/** How many slices a result has at least. */
	private int slices(final ImagePlus image, final PositionChoice positions) {
		final boolean larger = isLarger();
		final int pictures = positions.slicesOf(image, larger).size();
		final boolean whole = type.placement() == Placement.BLEND && positions
			.isNamed();
		return values.get(GenerationSettings.BATCH) * Math.max(pictures, larger ? 1
			: whole ? image.getStackSize() : image.getNChannels());
	}

	/** The mask image of an item; null if its selection is the mask. */
	private ImagePlus drawn(final BatchItem item) throws IOException {
		return masks.isEmpty() ? null : SelectionMask.taken(PictureFile.open(
			BatchFiles.file(masks.get(), item.name())));
	}

	/** An image in whose file a selection is saved. */
	private static ImagePlus selected(final ImagePlus image) {
		if (image.getRoi() == null) {
			throw new IllegalArgumentException("no selection is saved in '" + image
				.getTitle() + "', as a TIFF may have it: save one with it, or give by" +
				" mask the folder of mask images of the same names");
		}
		return image;
	}
}
