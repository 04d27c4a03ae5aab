
package org.latentj.omezarr.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;

import org.latentj.image.IntensityRange;
import org.latentj.omezarr.OmeImage;
import org.latentj.omezarr.OmePlanes;
import org.latentj.omezarr.Place;
import org.latentj.omezarr.PlaneBytes;
import org.latentj.stack.RangeText;
import org.latentj.zarr.DataType;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The intensities of a channel. NB: its type is whatever real type the image
 * has, not only the one that is named.
 *
 * @param image tells how it is shown
 * @param planes its numbers
 * @param channel from 1
 */
record OmeRange(OmeImage image, OmePlanes planes, int channel)
		implements
			RangeText.Channel<UnsignedByteType> {

	private DataType type() {
		return planes.array().spec().type();
	}

	/** NB: as ImageJ, where nothing is told of it. */
	@Override
	public IntensityRange shown() {
		final Optional<IntensityRange> told = image.channels().size() >= channel
			? image.channels().get(channel - 1).shown() : Optional.empty();
		return told.orElseGet(() -> type().bytes() == 1 ? PlaneBytes.full(type())
			: IntensityRange.ofData(slices()));
	}

	@Override
	public IntensityRange full() {
		return type().isFloat() ? IntensityRange.ofData(slices()) : PlaneBytes.full(
			type());
	}

	@Override
	public List<RandomAccessibleInterval<UnsignedByteType>> slices() {
		final int deep = planes.size("z");
		final Interval all = FinalInterval.createMinSize(0, 0, planes.size("x"),
			planes.size("y"));
		return new AbstractList<>() {

			@Override
			@SuppressWarnings("unchecked")
			public RandomAccessibleInterval<UnsignedByteType> get(final int i) {
				try {
					final Object plane = planes.plane(new Place(channel, 1 + i % deep, 1 +
						i / deep), all);
					return (RandomAccessibleInterval<UnsignedByteType>) plane;
				}
				catch (final IOException e) {
					throw new UncheckedIOException(e.getMessage(), e);
				}
			}

			@Override
			public int size() {
				return deep * planes.size("t");
			}
		};
	}
}
