
package org.latentj.stack;

import java.io.IOException;
import java.util.Optional;

import org.latentj.image.Mask;
import org.latentj.operation.conditioning.Controls;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * Pictures of one size that are worked on one after the other. A new source of
 * pictures is a class that implements this; what is made of them goes into a
 * {@link PictureSink}. Pictures are counted from 0.
 */
public interface PictureStack {

	/** How many pictures there are. */
	int count();

	/** Width of each in pixels. */
	int width();

	/** Height of each in pixels. */
	int height();

	/**
	 * Where a picture is, as {@code c=1 z=20 t=3}: no two of a stack are at the
	 * same place. Independent noise depends on it.
	 */
	String place(int picture);

	/**
	 * Which slice it is of images that go with the stack, slice by slice.
	 */
	default Controls.Slice slice(final int picture) {
		return new Controls.Slice(picture, count());
	}

	/** What messages call a picture, as {@code slice 20}. */
	default String name(final int picture) {
		return place(picture);
	}

	/**
	 * Reads a part of a picture.
	 *
	 * @param where those pixels of the part that must be finite numbers
	 * @param box the part
	 * @return [1, 3, H, W] in 0 to 1, of the box's size; grey as three equal
	 *         channels
	 * @throws IllegalArgumentException if a pixel is NaN or infinite
	 * @throws IOException if it cannot be read
	 */
	Tensor read(int picture, Mask where, Interval box) throws IOException;

	/**
	 * What shall be made anew of a picture, for inpainting; of the picture's
	 * size. All of it unless the stack has masks.
	 *
	 * @throws IOException if it cannot be read
	 */
	default Mask mask(final int picture) throws IOException {
		return Mask.whole(width(), height());
	}

	/**
	 * The intensities that are 0 and 1, in numbers, for the record; empty if none
	 * were chosen.
	 */
	default Optional<String> range() {
		return Optional.empty();
	}

	/** All of a picture. */
	default Interval all() {
		return FinalInterval.createMinSize(0, 0, width(), height());
	}
}
