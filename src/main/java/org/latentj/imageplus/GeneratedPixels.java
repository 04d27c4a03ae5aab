
package org.latentj.imageplus;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

import java.awt.Color;
import java.util.List;

import org.latentj.image.Mask;
import org.latentj.pipeline.Provenance;
import org.latentj.record.GeneratedImage;

import net.imglib2.Interval;

/**
 * Which pixels of an image were generated. Where it is a part of them only, the
 * image's overlay has an area called {@value #AREA} for each slice in question,
 * which a TIFF keeps; {@link #mask} makes an image of it.
 */
public final class GeneratedPixels {

	/** Name of the areas in overlays. */
	public static final String AREA = Provenance.PART_STATEMENT;

	private GeneratedPixels() {}

	/**
	 * The pixels that a generated picture counts in.
	 *
	 * @param weights how much it counts, not empty
	 * @param box where they are in the image
	 */
	static Roi area(final Mask weights, final Interval box) {
		final Interval bounds = weights.bounds();
		final Mask part = weights.crop(bounds);
		final float[] values = part.tensor().data();
		final ByteProcessor pixels = new ByteProcessor(part.width(), part.height());
		for (int i = 0; i < values.length; i++) {
			// NB: a weight that 8 bits do not hold still changes 16 or 32 of them.
			pixels.set(i, values[i] > 0 ? 255 : 0);
		}
		pixels.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
		final Roi area = new ThresholdToSelection().convert(pixels);
		area.setLocation(area.getBounds().x + (int) (box.min(0) + bounds.min(0)),
			area.getBounds().y + (int) (box.min(1) + bounds.min(1)));
		area.setName(AREA);
		area.setStrokeColor(Color.YELLOW);
		return area;
	}

	/** Puts an area over a slice of an image. */
	static void mark(final ImagePlus image, final Roi area, final int slice) {
		final Roi own = (Roi) area.clone();
		if (image.isHyperStack() || image.isComposite()) {
			final int[] czt = image.convertIndexToPosition(slice);
			own.setPosition(czt[0], czt[1], czt[2]);
		}
		else if (image.getStackSize() > 1) {
			own.setPosition(slice);
		}
		if (image.getOverlay() == null) {
			image.setOverlay(new Overlay());
		}
		image.getOverlay().add(own);
	}

	/**
	 * Areas of images that were put behind one another in time: the first one's
	 * are there already.
	 */
	static void join(final List<ImagePlus> images, final ImagePlus all) {
		final int size = images.get(0).getStackSize();
		for (int k = 1; k < images.size() && size > 1; k++) {
			for (final Roi area : areas(images.get(k))) {
				final Roi moved = (Roi) area.clone();
				if (area.hasHyperStackPosition()) {
					moved.setPosition(area.getCPosition(), area.getZPosition(), area
						.getTPosition() + k * images.get(0).getNFrames());
				}
				else {
					moved.setPosition(area.getPosition() + k * size);
				}
				all.getOverlay().add(moved);
			}
		}
	}

	/**
	 * A mask of the pixels that were generated: a new image of 8 bits, 255 where
	 * one was and 0 elsewhere, of the image's axes and calibration.
	 *
	 * @throws IllegalArgumentException if the image is none of ours, or its
	 *           overlay doesn't have the areas any more
	 */
	public static ImagePlus mask(final ImagePlus image) {
		final Provenance provenance = GeneratedImage.provenance(image).orElseThrow(
			() -> new IllegalArgumentException("the image '" + image.getTitle() +
				"' has no record of LatentJ: choose a picture that it made"));
		final List<Roi> areas = areas(image);
		if (provenance.partly() && areas.isEmpty()) {
			throw new IllegalArgumentException("a part of the image '" + image
				.getTitle() + "' is generated, but its overlay has no area called '" +
				AREA + "' any more: it was removed, or saved in a format that keeps " +
				"none, such as PNG; its Info tells the bounds");
		}
		final int size = image.getStackSize();
		final ImageStack stack = image.getStack().isVirtual() ? new StackFile(image
			.getWidth(), image.getHeight(), 8, size) : new ImageStack(image
				.getWidth(), image.getHeight(), size);
		for (int slice = 1; slice <= size; slice++) {
			final ByteProcessor pixels = new ByteProcessor(image.getWidth(), image
				.getHeight());
			pixels.setColor(255);
			if (!provenance.partly()) {
				pixels.fill();
			}
			for (final Roi area : provenance.partly() ? areas : List.<Roi> of()) {
				if (covers(area, image, slice)) {
					pixels.fill(area);
				}
			}
			stack.setPixels(pixels.getPixels(), slice);
		}
		final ImagePlus mask = new ImagePlus("generated pixels of " + image
			.getTitle(), stack);
		mask.setDimensions(image.getNChannels(), image.getNSlices(), image
			.getNFrames());
		mask.setOpenAsHyperStack(image.isHyperStack());
		mask.setCalibration(image.getLocalCalibration().copy());
		// NB: the image's intensities may be calibrated, the mask's are 0 and 255.
		mask.getCalibration().disableDensityCalibration();
		return mask;
	}

	private static List<Roi> areas(final ImagePlus image) {
		return image.getOverlay() == null ? List.of() : List.of(image.getOverlay()
			.toArray()).stream().filter(r -> AREA.equals(r.getName())).toList();
	}

	/** NB: of a position 0 is everywhere. */
	private static boolean covers(final Roi area, final ImagePlus image,
		final int slice)
	{
		if (area.hasHyperStackPosition()) {
			final int[] czt = image.convertIndexToPosition(slice);
			return is(area.getCPosition(), czt[0]) && is(area.getZPosition(),
				czt[1]) && is(area.getTPosition(), czt[2]);
		}
		return is(area.getPosition(), slice);
	}

	private static boolean is(final int position, final int index) {
		return position == 0 || position == index;
	}
}
