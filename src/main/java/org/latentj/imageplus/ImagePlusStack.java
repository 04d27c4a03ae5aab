
package org.latentj.imageplus;

import ij.ImagePlus;
import java.util.Optional;
import java.util.function.IntFunction;

import org.latentj.image.Mask;
import org.latentj.operation.conditioning.Controls;
import org.latentj.stack.PictureStack;
import org.latentj.tensor.Tensor;

import net.imglib2.Interval;

/**
 * The pictures in an image of ImageJ.
 *
 * @param pictures those that are worked on
 * @param masks gives the mask of a slice of the image, counted from 1
 */
record ImagePlusStack(ImagePictures pictures, IntFunction<Mask> masks)
		implements
			PictureStack {

	@Override
	public int count() {
		return pictures.count();
	}

	@Override
	public int width() {
		return pictures.width();
	}

	@Override
	public int height() {
		return pictures.height();
	}

	@Override
	public String place(final int picture) {
		return pictures.place(picture);
	}

	/** NB: channels of one place are one. */
	@Override
	public Controls.Slice slice(final int picture) {
		final ImagePlus image = pictures.image();
		final int[] czt = image.convertIndexToPosition(pictures.slice(picture));
		return new Controls.Slice((czt[2] - 1) * image.getNSlices() + czt[1] - 1,
			image.getNSlices() * image.getNFrames());
	}

	@Override
	public String name(final int picture) {
		return "slice " + pictures.slice(picture);
	}

	@Override
	public Tensor read(final int picture, final Mask where, final Interval box) {
		return pictures.tensor(picture, where, box);
	}

	@Override
	public Mask mask(final int picture) {
		return masks.apply(pictures.slice(picture));
	}

	@Override
	public Optional<String> range() {
		return pictures.range();
	}
}
