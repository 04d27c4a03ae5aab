
package org.latentj.imageplus;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.latentj.image.Mask;
import org.latentj.tensor.Tensor;

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

	private final BitSet made = new BitSet();

	/** By slice of the stack. */
	private final Map<Integer, Roi> areas = new TreeMap<>();

	/** @param kept its positions */
	ResultImage(final ImagePictures pictures, final Substack kept) {
		this(pictures, kept, pictures.width(), pictures.height());
	}

	/** Of another size; then all positions must be made. */
	ResultImage(final ImagePictures pictures, final Substack kept,
		final int width, final int height)
	{
		this.pictures = pictures;
		this.kept = kept;
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

	/** Keeps in the overlay which pixels of a picture are generated. */
	void mark(final int picture, final Roi area) {
		for (final int slice : pictures.slices(picture)) {
			areas.put(kept.index(pictures.image(), slice), area);
		}
	}

	/** Says in the first line of the labels of a picture's slices what it is. */
	void label(final int picture, final String mark) {
		for (final int slice : pictures.slices(picture)) {
			final int n = kept.index(pictures.image(), slice);
			final String label = stack.getSliceLabel(n);
			// NB: the first line only is shown; the rest may be another's metadata.
			if (label == null || label.isEmpty() || label.startsWith("\n")) {
				stack.setSliceLabel(mark + (label == null ? "" : label), n);
			}
			else if (!label.split("\n", 2)[0].contains(mark)) {
				stack.setSliceLabel(mark + ", " + label, n);
			}
		}
	}

	/** A new image, with the facts of the old one. */
	ImagePlus toImage(final String title) {
		for (int n = 1; n <= stack.size(); n++) {
			final int slice = kept.source(pictures.image(), n);
			if (!made.get(n)) {
				set(slice, original(slice));
			}
		}
		final ImagePlus image = ImagePlusPlanes.like(pictures.image(), kept, stack,
			title);
		if (stack.getWidth() != pictures.width() || stack.getHeight() != pictures
			.height())
		{
			ImagePlusPlanes.scale(image, (double) stack.getWidth() / pictures.width(),
				(double) stack.getHeight() / pictures.height());
		}
		if (!areas.isEmpty()) {
			GeneratedPixels.keep(image, pictures.image(), kept, areas);
		}
		return image;
	}

	private Object original(final int slice) {
		return ImagePlusPlanes.copy(ImagePlusPlanes.pixels(pictures.image(),
			slice));
	}

	private void set(final int slice, final Object pixels) {
		final int n = kept.index(pictures.image(), slice);
		stack.setPixels(pixels, n);
		stack.setSliceLabel(pictures.image().getStack().getSliceLabel(slice), n);
		made.set(n);
	}
}
