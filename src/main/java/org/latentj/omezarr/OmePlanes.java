
package org.latentj.omezarr;

import java.io.IOException;

import org.latentj.zarr.ZarrArray;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;

/**
 * The planes of one resolution of an image. Only what is asked for is read.
 *
 * @param axes of the array
 * @param array the numbers
 */
public record OmePlanes(Axes axes, ZarrArray array) {

	/**
	 * Opens a level.
	 *
	 * @param level 0 is the finest
	 * @throws IllegalArgumentException if there is no such level
	 * @throws IOException if it cannot be read
	 */
	public static OmePlanes of(final OmeImage image, final int level)
		throws IOException
	{
		return new OmePlanes(image.axes(), image.array(level));
	}

	/** How many positions an axis has; 1 if there is none of this name. */
	public int size(final String axis) {
		final int place = axes.of(axis);
		return place < 0 ? 1 : (int) array.spec().shape()[place];
	}

	/**
	 * Reads a part of a plane. Axes that the image does not have, or of which it
	 * has one position as label images may, don't count.
	 *
	 * @param box the part
	 * @throws IOException if it cannot be read
	 */
	public Img<? extends RealType<?>> plane(final Place place, final Interval box)
		throws IOException
	{
		return PlaneBytes.plane(bytes(place, box), array.spec().type(), Math
			.toIntExact(box.dimension(0)), Math.toIntExact(box.dimension(1)));
	}

	/**
	 * The same as bytes, row after row, low ones first.
	 *
	 * @throws IOException if it cannot be read
	 */
	public byte[] bytes(final Place place, final Interval box)
		throws IOException
	{
		final long[] start = new long[axes.count()];
		final int[] size = new int[axes.count()];
		final int y = size.length - 2;
		for (int i = 0; i < y; i++) {
			size[i] = 1;
			start[i] = array.spec().shape()[i] == 1 ? 0 : place.index(axes.axes().get(
				i).name());
		}
		start[y] = box.min(1);
		start[y + 1] = box.min(0);
		size[y] = Math.toIntExact(box.dimension(1));
		size[y + 1] = Math.toIntExact(box.dimension(0));
		return array.read(start, size);
	}

	/** All of a plane as bytes. */
	public byte[] bytes(final Place place) throws IOException {
		return bytes(place, FinalInterval.createMinSize(0, 0, size("x"), size(
			"y")));
	}
}
