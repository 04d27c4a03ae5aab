
package org.latentj.imageplus.region;

import ij.ImagePlus;
import ij.ImageStack;

import java.util.AbstractList;
import java.util.List;

import org.latentj.image.BitDepth;
import org.latentj.image.IntensityRange;
import org.latentj.imageplus.planes.ImagePlusPlanes;
import org.latentj.stack.RangeText;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Which intensities of an image become black and white, see {@link RangeText}.
 */
public final class RangeChoice {

	/** The range that is shown; upside down if the lookup table is. */
	public static final String DISPLAY = RangeText.DISPLAY;

	/**
	 * All that the type can hold; for 32 bit from the smallest to the greatest
	 * finite pixel of all slices.
	 */
	public static final String FULL = RangeText.FULL;

	private RangeChoice() {}

	/**
	 * The range of one channel.
	 *
	 * @param choice what a user chose
	 * @param image not RGB
	 * @param channel from 1
	 * @throws IllegalArgumentException if it is none of these, or there are not
	 *           as many as channels
	 */
	public static IntensityRange of(final String choice, final ImagePlus image,
		final int channel)
	{
		return RangeText.of(RangeText.of(choice, image.getTitle(), channel, image
			.getNChannels()), new Channel(image, channel));
	}

	/** NB: the type is any real type, not only this one. */
	private record Channel(ImagePlus image, int channel)
			implements
				RangeText.Channel<UnsignedByteType> {

		@Override
		public IntensityRange shown() {
			final double[] shown = ImagePlusPlanes.displayRange(image, channel);
			final IntensityRange range = new IntensityRange(shown[0], shown[1]);
			return ImagePlusPlanes.inverted(image, channel) ? range.inverted()
				: range;
		}

		@Override
		public IntensityRange full() {
			final BitDepth depth = ImagePlusPlanes.depth(image);
			return depth == BitDepth.FLOAT32 ? IntensityRange.ofData(slices()) : depth
				.fullRange();
		}

		@SuppressWarnings("unchecked")
		@Override
		public List<RandomAccessibleInterval<UnsignedByteType>> slices() {
			final int channels = image.getNChannels();
			final ImageStack stack = image.getStack();
			return new AbstractList<>() {

				@Override
				public RandomAccessibleInterval<UnsignedByteType> get(final int i) {
					return (RandomAccessibleInterval<UnsignedByteType>) ImagePlusPlanes
						.plane(stack.getPixels(i * channels + channel), stack.getWidth(),
							stack.getHeight());
				}

				@Override
				public int size() {
					return stack.size() / channels;
				}
			};
		}
	}
}
