
package org.latentj.imageplus.region;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;

import java.util.Locale;
import java.util.Optional;

import org.latentj.image.BitDepth;
import org.latentj.image.Mask;
import org.latentj.imageplus.planes.ImagePlusPlanes;
import org.latentj.imageplus.planes.OpenTitles;
import org.latentj.imageplus.planes.TakenImage;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Masks as users give them: an image's selection, or another image by its
 * title. A mask image is thresholded (any type), or 8 bit: 0 = keep, 255 = make
 * anew, soft between, whether it is shown inverted or in colours. Of one whose
 * greatest value in all slices is 1, as programs write masks of one bit, 1 =
 * make anew; of one whose values are numbers of greys, as in a PNG of one bit,
 * the greys count. If it has as many slices as the picture, each slice has its
 * own mask.
 */
public final class SelectionMask {

	/** Means the image's own selection instead of a mask image's title. */
	public static final String SELECTION = "selection";

	private SelectionMask() {}

	/**
	 * The mask image of a name.
	 *
	 * @param mask {@link #SELECTION} or the title of an open image
	 * @return empty if the image's own selection is meant
	 * @throws IllegalArgumentException if no image of that title is open, or
	 *           several are
	 */
	public static Optional<ImagePlus> image(final String mask) {
		return SELECTION.equals(mask) ? Optional.empty() : Optional.of(OpenTitles
			.image("mask", mask, "valid are '" + SELECTION +
				"' and the title of an open image"));
	}

	/**
	 * The mask of an image's area selection.
	 *
	 * @return of the image's size
	 * @throws IllegalArgumentException if there is no selection, it is no area,
	 *           or it holds no pixel of the picture
	 */
	public static Mask ofSelection(final ImagePlus picture) {
		final Roi roi = requireSelection(picture);
		final ImageProcessor inside = roi.getMask();
		final FinalInterval box = FinalInterval.createMinSize(roi.getBounds().x, roi
			.getBounds().y, inside == null ? roi.getBounds().width : inside
				.getWidth(), inside == null ? roi.getBounds().height : inside
					.getHeight());
		return Mask.selection(box, inside == null ? new byte[0] : (byte[]) inside
			.getPixels(), picture.getWidth(), picture.getHeight());
	}

	/**
	 * Fails unless an image has a selection that can be a mask.
	 *
	 * @throws IllegalArgumentException if there is none, or it is no area
	 */
	public static Roi requireSelection(final ImagePlus picture) {
		final Roi roi = picture.getRoi();
		if (roi == null) {
			throw new IllegalArgumentException("the image '" + picture.getTitle() +
				"' has no selection: draw an area, or give the title of a mask image");
		}
		if (!roi.isArea()) {
			throw new IllegalArgumentException("the selection of '" + picture
				.getTitle() + "' (" + roi.getTypeAsString().toLowerCase(Locale.ROOT) +
				") is no area: draw a rectangle, freehand or other area, or make one " +
				"of a line by Edit > Selection > Line to Area");
		}
		return roi;
	}

	/**
	 * The mask in another image; it may be empty.
	 *
	 * @param picture the image to be worked on
	 * @param mask 8 bit, or of any type with a threshold; of one slice, or as
	 *          many as the picture; best {@link #taken}
	 * @param slice number of the picture's slice, from 1
	 * @throws IllegalArgumentException if it is none of these, was closed, or has
	 *           another width or height
	 */
	public static Mask ofImage(final ImagePlus picture, final ImagePlus mask,
		final int slice)
	{
		final ImagePlus taken = taken(mask);
		final Mask read = read(taken, hasOneForEach(picture, mask) ? slice : 1);
		return read.requireSize(picture.getWidth(), picture.getHeight());
	}

	/**
	 * Whether a mask image has a mask for each slice of a picture, not one for
	 * all.
	 *
	 * @throws IllegalArgumentException if it has another number of slices
	 */
	public static boolean hasOneForEach(final ImagePlus picture,
		final ImagePlus mask)
	{
		final boolean each = mask.getStackSize() == picture.getStackSize();
		if (!each && mask.getStackSize() > 1) {
			throw new IllegalArgumentException("the mask image '" + mask.getTitle() +
				"' has " + mask.getStackSize() + " slices: it must have 1, or " +
				picture.getStackSize() + " as the picture");
		}
		return each;
	}

	/**
	 * A mask image as it is now, to be asked for the masks of many slices: that
	 * it holds 0 and 1 only, or numbers of greys, is found out once.
	 *
	 * @throws IllegalArgumentException if it is empty or was closed
	 */
	public static ImagePlus taken(final ImagePlus mask) {
		return TakenImage.ofMask(mask);
	}

	private static Mask read(final ImagePlus mask, final int slice) {
		final BitDepth depth = ImagePlusPlanes.depth(mask);
		final RandomAccessibleInterval<?> plane = ImagePlusPlanes.plane(
			ImagePlusPlanes.pixels(mask, slice), mask.getWidth(), mask.getHeight());
		final double low = mask.getProcessor().getMinThreshold();
		@SuppressWarnings("unchecked") // NB: any real type will do.
		final RandomAccessibleInterval<UnsignedByteType> pixels =
			(RandomAccessibleInterval<UnsignedByteType>) plane;
		if (depth != BitDepth.RGB && low != ImageProcessor.NO_THRESHOLD) {
			return Mask.thresholded(pixels, low, mask.getProcessor()
				.getMaxThreshold());
		}
		if (depth != BitDepth.UINT8) {
			throw new IllegalArgumentException("the mask image '" + mask.getTitle() +
				"' is " + depth.label() +
				": a mask is 8-bit (0 = keep, 255 = make anew) or has a threshold " +
				"(Image > Adjust > Threshold...; for labels from 1 on)");
		}
		return Mask.soft(pixels);
	}
}
