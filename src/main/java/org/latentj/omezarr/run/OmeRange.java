
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

	/** Of a band, in pixels. */
	private static final int BAND = 1 << 24;

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

	/** NB: in bands of rows, since a slide's plane may be larger than memory. */
	@Override
	public List<RandomAccessibleInterval<UnsignedByteType>> slices() {
		final int deep = planes.size("z");
		final int rows = rows();
		final int bands = (planes.size("y") + rows - 1) / rows;
		return new AbstractList<>() {

			@Override
			@SuppressWarnings("unchecked")
			public RandomAccessibleInterval<UnsignedByteType> get(final int i) {
				final int plane = i / bands;
				final int y = i % bands * rows;
				try {
					final Object band = planes.plane(new Place(channel, 1 + plane % deep,
						1 + plane / deep), FinalInterval.createMinSize(0, y, planes.size(
							"x"), Math.min(rows, planes.size("y") - y)));
					return (RandomAccessibleInterval<UnsignedByteType>) band;
				}
				catch (final IOException e) {
					throw new UncheckedIOException(e.getMessage(), e);
				}
			}

			@Override
			public int size() {
				return Math.toIntExact((long) bands * deep * planes.size("t"));
			}
		};
	}

	/** Of a band: whole chunks, so that none is read twice. */
	private int rows() {
		final int chunk = planes.array().spec().chunk()[planes.axes().of("y")];
		final long fit = Math.max(1, BAND / planes.size("x"));
		return (int) Math.min(planes.size("y"), fit < chunk ? fit : fit / chunk *
			chunk);
	}
}
