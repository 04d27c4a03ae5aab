
package org.latentj.imageplus.planes;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileInfo;
import ij.process.ImageProcessor;

import java.util.Optional;

/**
 * An image as it is when work on it begins: a second image that nobody sees,
 * with all that the work needs of the first one. Whatever is done to that one
 * meanwhile, with its selection, slice, display range, lookup table, title,
 * overlay or properties, makes no difference. A picture of indexed colours is
 * taken in grey or RGB, see {@link ColourTable}.
 */
public final class TakenImage {

	private TakenImage() {}

	/**
	 * Takes a picture; an image that has been taken already is given back.
	 *
	 * @throws IllegalArgumentException if it has no slices
	 */
	public static ImagePlus of(final ImagePlus image) {
		if (image.getStackSize() < 1 || image.getProcessor() == null) {
			throw new IllegalArgumentException("the image '" + image.getTitle() +
				"' has no slices");
		}
		return image.getStack() instanceof TakenStack ? image : taken(image,
			ColourTable.of(image));
	}

	/**
	 * Takes a mask image; one that has been taken already is given back. If its
	 * pixels are 0 and 1 they become 0 and 255. NB: a threshold is one of the
	 * pixels as they are.
	 *
	 * @throws IllegalArgumentException if it has no slices
	 */
	public static ImagePlus ofMask(final ImagePlus mask) {
		if (mask.getStackSize() < 1 || mask.getProcessor() == null) {
			throw new IllegalArgumentException("the mask image '" + mask.getTitle() +
				"' is empty or was closed");
		}
		if (mask.getStack() instanceof TakenStack) {
			return mask;
		}
		final double low = mask.getProcessor().getMinThreshold();
		final boolean threshold = low != ImageProcessor.NO_THRESHOLD;
		final ImagePlus taken = taken(mask, threshold ? Optional.empty()
			: ColourTable.ofMask(mask));
		if (threshold) {
			taken.getProcessor().setThreshold(low, mask.getProcessor()
				.getMaxThreshold(), ImageProcessor.NO_LUT_UPDATE);
		}
		return taken;
	}

	/** Copies slices of an image that was taken, so that they cannot change. */
	static void keep(final ImagePlus taken, final Iterable<Integer> slices) {
		slices.forEach(((TakenStack) taken.getStack())::keep);
	}

	private static ImagePlus taken(final ImagePlus image,
		final Optional<ColourTable> colours)
	{
		final ImagePlus taken = LikeImage.like(image, Substack.of(image),
			new TakenStack(image, colours), image.getTitle());
		if (colours.isPresent()) {
			taken.setDisplayRange(0, 255);
		}
		if (image.getRoi() != null) {
			taken.setRoi((Roi) image.getRoi().clone());
		}
		final FileInfo file = image.getOriginalFileInfo();
		if (file != null) {
			final FileInfo own = (FileInfo) file.clone();
			// NB: it is no news that the file was saved.
			own.imageSaved = false;
			taken.setFileInfo(own);
		}
		return taken;
	}
}
