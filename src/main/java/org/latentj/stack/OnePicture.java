
package org.latentj.stack;

import java.io.IOException;
import java.util.Optional;

import org.latentj.image.Mask;
import org.latentj.operation.conditioning.Controls;
import org.latentj.tensor.Tensor;

import net.imglib2.Interval;

/**
 * One picture of a stack alone, at its place.
 *
 * @param stack it is in
 * @param picture which one
 */
public record OnePicture(PictureStack stack, int picture)
		implements
			PictureStack {

	@Override
	public int count() {
		return 1;
	}

	@Override
	public int width() {
		return stack.width();
	}

	@Override
	public int height() {
		return stack.height();
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
		return stack.read(picture, where, box);
	}

	@Override
	public Mask mask(final int only) throws IOException {
		return stack.mask(picture);
	}

	@Override
	public Optional<String> range() {
		return stack.range();
	}
}
