
package org.latentj.imageplus;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.plugin.RoiScaler;

import java.awt.Point;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.latentj.image.Mask;
import org.latentj.imageplus.planes.ImagePlusPlanes;
import org.latentj.imageplus.planes.LikeImage;
import org.latentj.imageplus.planes.Substack;
import org.latentj.imageplus.region.GeneratedPixels;
import org.latentj.record.SliceMark;
import org.latentj.operation.enlarging.Margins;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.img.Img;

/**
 * The new image that pictures are put into. It has some positions of the image
 * that they come from, or all; what nothing is put into keeps its bits. If that
 * image is virtual this one is, too, so that memory holds a slice at a time.
 */
final class ResultImage {

	private final ImagePictures pictures;

	private final Substack kept;

	private final ImageStack stack;

	private final boolean last;

	private final BitSet made = new BitSet();

	/** What was added at its sides; null if nothing was. */
	private Margins margins;

	/** By slice of the stack. */
	private final Map<Integer, Roi> areas = new TreeMap<>();

	/**
	 * NB: memory that is needed at the end is asked for now.
	 *
	 * @param kept its positions
	 * @param last whether it is the last one of these pictures, so that it takes
	 *          the copies that have been {@link ImagePictures#keep kept}
	 */
	ResultImage(final ImagePictures pictures, final Substack kept,
		final boolean last)
	{
		this(pictures, kept, pictures.width(), pictures.height(), last);
		if (!last && !stack.isVirtual()) {
			for (int n = 1; n <= stack.size(); n++) {
				stack.setPixels(pictures.copy(kept.source(pictures.image(), n), false),
					n);
			}
		}
	}

	/** Of another size; what is not put into it is black. */
	ResultImage(final ImagePictures pictures, final Substack kept,
		final int width, final int height)
	{
		this(pictures, kept, width, height, true);
		for (int n = 1; n <= stack.size() && !stack.isVirtual(); n++) {
			stack.setPixels(pictures.blank(width, height), n);
		}
	}

	private ResultImage(final ImagePictures pictures, final Substack kept,
		final int width, final int height, final boolean last)
	{
		this.pictures = pictures;
		this.kept = kept;
		this.last = last;
		stack = ImagePlusPlanes.stackFor(pictures.image(), width, height, kept
			.size());
	}

	/**
	 * Puts a picture, or a part of one, into it.
	 *
	 * @param picture which one it is made of
	 * @param generated [N, 3, H, W] in 0 to 1, of the box's size
	 * @param item which of the N
	 * @param weights how much of it is taken; where 0, the pixels keep their bits
	 * @param box the part that is replaced
	 */
	void replace(final int picture, final Tensor generated, final int item,
		final Mask weights, final Interval box)
	{
		final List<? extends Img<?>> parts = pictures.merged(picture, generated,
			item, weights, box);
		final int[] slices = pictures.slices(picture);
		for (int c = 0; c < parts.size(); c++) {
			final Object pixels = original(slices[c]);
			ImagePlusPlanes.paste(ImagePlusPlanes.pixels(parts.get(c)), box, pixels,
				pictures.width());
			set(slices[c], pixels);
		}
	}

	/** Puts a picture of its own size into it. */
	void put(final int picture, final Tensor generated, final int item) {
		final List<? extends Img<?>> planes = pictures.planes(picture, generated,
			item);
		final int[] slices = pictures.slices(picture);
		for (int c = 0; c < planes.size(); c++) {
			set(slices[c], ImagePlusPlanes.pixels(planes.get(c)));
		}
	}

	/**
	 * Puts a picture into it that is larger than the old one by margins.
	 *
	 * @param weights how much of it is taken; where 0, old pixels keep their bits
	 */
	void extend(final int picture, final Tensor generated, final int item,
		final Margins added, final Mask weights)
	{
		margins = added;
		final Interval inner = FinalInterval.createMinSize(added.left(), added
			.top(), pictures.width(), pictures.height());
		final List<? extends Img<?>> planes = pictures.planes(picture, generated,
			item);
		final List<? extends Img<?>> old = pictures.merged(picture, added.inner(
			generated), item, weights.crop(inner), pictures.box());
		final int[] slices = pictures.slices(picture);
		for (int c = 0; c < planes.size(); c++) {
			final Object pixels = ImagePlusPlanes.pixels(planes.get(c));
			ImagePlusPlanes.paste(ImagePlusPlanes.pixels(old.get(c)), inner, pixels,
				stack.getWidth());
			set(slices[c], pixels);
		}
	}

	/** Keeps in the overlay which pixels of a picture are generated. */
	void mark(final int picture, final Roi area) {
		for (final int slice : pictures.slices(picture)) {
			areas.put(kept.index(pictures.image(), slice), area);
		}
	}

	/** Says in the first line of the labels of a picture's slices what it is. */
	void label(final int picture, final SliceMark mark) {
		for (final int slice : pictures.slices(picture)) {
			final int n = kept.index(pictures.image(), slice);
			// NB: the first line only is shown; the rest may be another's metadata.
			stack.setSliceLabel(mark.on(stack.getSliceLabel(n)), n);
		}
	}

	/** A new image, with the facts of the old one. */
	ImagePlus toImage(final String title) {
		for (int n = 1; n <= stack.size(); n++) {
			if (!made.get(n)) {
				leave(n);
			}
		}
		final ImagePlus image = LikeImage.like(pictures.image(), kept, stack,
			title);
		if (margins != null) {
			ShiftedImage.shift(image, margins.left(), margins.top());
		}
		else if (isResized()) {
			scale(image, (double) stack.getWidth() / pictures.width(), (double) stack
				.getHeight() / pictures.height());
		}
		if (!areas.isEmpty()) {
			GeneratedPixels.keep(image, pictures.image(), kept, areas, margins == null
				? new Point() : new Point(margins.left(), margins.top()));
		}
		return image;
	}

	/** NB: in another size there is nothing to be left as it was. */
	private void leave(final int n) {
		final int slice = kept.source(pictures.image(), n);
		if (!isResized()) {
			set(slice, original(slice));
			return;
		}
		stack.setSliceLabel("not made", n);
	}

	private boolean isResized() {
		return stack.getWidth() != pictures.width() || stack.getHeight() != pictures
			.height();
	}

	/** A slice's pixels, to be changed. */
	private Object original(final int slice) {
		final Object mine = last || stack.isVirtual() ? null : stack.getPixels(kept
			.index(pictures.image(), slice));
		return mine == null ? pictures.copy(slice, last) : mine;
	}

	private void set(final int slice, final Object pixels) {
		final int n = kept.index(pictures.image(), slice);
		stack.setPixels(pixels, n);
		stack.setSliceLabel(label(pictures.image(), slice), n);
		made.set(n);
	}

	/**
	 * A slice's label, or null. NB: to the slice of an image that is no stack
	 * ImageJ gives its title and its Info for a label, behind which a result's
	 * own Info would not be shown.
	 */
	private static String label(final ImagePlus image, final int slice) {
		final String label = image.getStack().getSliceLabel(slice);
		final String info = image.getInfoProperty();
		return image.getStackSize() == 1 && info != null && label != null && label
			.endsWith("\n" + info) ? null : label;
	}

	/** Lets calibration and overlay follow a change of the image's size. */
	private static void scale(final ImagePlus image, final double x,
		final double y)
	{
		final Calibration calibration = image.getLocalCalibration();
		// NB: a pixel that is one pixel wide stays so.
		if (!"pixel".equals(calibration.getUnit()) || calibration.pixelWidth != 1 ||
			calibration.pixelHeight != 1)
		{
			calibration.pixelWidth /= x;
			calibration.pixelHeight /= y;
		}
		calibration.xOrigin *= x;
		calibration.yOrigin *= y;
		if (image.getOverlay() != null) {
			final Overlay scaled = new Overlay();
			for (final Roi roi : image.getOverlay()) {
				final Roi larger = RoiScaler.scale(roi, x, y, false);
				larger.copyAttributes(roi);
				if (roi.hasHyperStackPosition()) {
					larger.setPosition(roi.getCPosition(), roi.getZPosition(), roi
						.getTPosition());
				}
				else {
					larger.setPosition(roi.getPosition());
				}
				scaled.add(larger);
			}
			image.setOverlay(scaled);
		}
	}
}
