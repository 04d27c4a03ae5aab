
package org.latentj.stack;

import java.io.IOException;
import java.util.Optional;

import org.latentj.image.Mask;
import org.latentj.operation.conditioning.Controls;
import org.latentj.tensor.Tensor;

import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * A part of one picture of a stack alone, at the picture's place.
 *
 * @param stack it is in
 * @param picture which one
 * @param part of it, in its pixels
 */
public record OnePicture(PictureStack stack, int picture, Interval part)
		implements
			PictureStack {

	/** All of a picture. */
	public OnePicture(final PictureStack stack, final int picture) {
		this(stack, picture, stack.all());
	}

	@Override
	public int count() {
		return 1;
	}

	@Override
	public int width() {
		return (int) part.dimension(0);
	}

	@Override
	public int height() {
		return (int) part.dimension(1);
	}

	@Override
	public String place(final int only) {
		return stack.place(picture);
	}

	@Override
	public Controls.Slice slice(final int only) {
		return stack.slice(picture);
	}

	@Override
	public String name(final int only) {
		return stack.name(picture);
	}

	@Override
	public Tensor read(final int only, final Mask where, final Interval box)
		throws IOException
	{
		return stack.read(picture, where, Intervals.translate(box, part.min(0), part
			.min(1)));
	}

	@Override
	public Mask mask(final int only) throws IOException {
		return stack.mask(picture).crop(part);
	}

	@Override
	public Optional<String> range() {
		return stack.range();
	}
}
