
package org.latentj.omezarr.run;

import java.io.IOException;
import java.util.Optional;

import org.latentj.image.Mask;
import org.latentj.stack.PictureStack;
import org.latentj.tensor.Tensor;

import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * A tile of one picture of a stack, at the place of that.
 *
 * @param stack it is in
 * @param picture which one
 * @param tile the part
 */
record TilePicture(PictureStack stack, int picture, Interval tile)
		implements
			PictureStack {

	@Override
	public int count() {
		return 1;
	}

	@Override
	public int width() {
		return (int) tile.dimension(0);
	}

	@Override
	public int height() {
		return (int) tile.dimension(1);
	}

	@Override
	public String place(final int only) {
		return stack.place(picture);
	}

	@Override
	public Tensor read(final int only, final Mask where, final Interval box)
		throws IOException
	{
		return stack.read(picture, where, Intervals.translate(box, tile.min(0), tile
			.min(1)));
	}

	@Override
	public Mask mask(final int only) throws IOException {
		return stack.mask(picture).crop(tile);
	}

	@Override
	public Optional<String> range() {
		return stack.range();
	}
}
