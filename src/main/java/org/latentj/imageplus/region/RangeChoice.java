
package org.latentj.imageplus.region;

import ij.ImagePlus;
import ij.ImageStack;

import java.util.AbstractList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.image.BitDepth;
import org.latentj.image.IntensityRange;
import org.latentj.imageplus.planes.ImagePlusPlanes;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Which intensities of an image become black and white: {@value #DISPLAY},
 * {@value #FULL}, percentiles as in {@code 0.35%-99.65%}, or two numbers as in
 * {@code 100-4095}; one for all channels, or with commas between one for each.
 * The range of a channel is the same for all its slices.
 */
public final class RangeChoice {

	/** The range that is shown; upside down if the lookup table is. */
	public static final String DISPLAY = "display";

	/**
	 * All that the type can hold; for 32 bit from the smallest to the greatest
	 * finite pixel of all slices.
	 */
	public static final String FULL = "full";

	private static final String NUMBER =
		"([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)";

	private static final Pattern PERCENTILES = Pattern.compile(NUMBER + "% *- *" +
		NUMBER + "%");

	private static final Pattern NUMBERS = Pattern.compile(NUMBER + " *- *" +
		NUMBER);

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
		final String[] each = choice.split(",", -1);
		if (each.length > 1 && each.length != image.getNChannels()) {
			throw new IllegalArgumentException("the intensity ranges '" + choice +
				"' are " + each.length + ", the image '" + image.getTitle() + "' has " +
				image.getNChannels() + " channel(s): one range for all, or one for " +
				"each is valid");
		}
		return ofChannel(each[each.length == 1 ? 0 : channel - 1].strip(), image,
			channel);
	}

	/**
	 * Fails if a choice is none of these. NB: for an RGB image, which has no
	 * range to choose.
	 *
	 * @throws IllegalArgumentException likewise
	 */
	public static void require(final String choice) {
		for (final String one : choice.split(",", -1)) {
			final String range = one.strip();
			final Matcher numbers = NUMBERS.matcher(range);
			if (numbers.matches()) {
				new IntensityRange(number(numbers, 1), number(numbers, 2));
			}
			else if (!DISPLAY.equals(range) && !FULL.equals(range) && !PERCENTILES
				.matcher(range).matches())
			{
				throw unknown(range);
			}
		}
	}

	private static IllegalArgumentException unknown(final String choice) {
		return new IllegalArgumentException("unknown intensity range '" + choice +
			"', valid are " + DISPLAY + ", " + FULL +
			", percentiles as in 0.35%-99.65%, numbers as in 100-4095");
	}

	/** One range as {@link #of} reads it again. */
	public static String text(final IntensityRange range) {
		return range.black() + "-" + range.white();
	}

	private static IntensityRange ofChannel(final String choice,
		final ImagePlus image, final int channel)
	{
		final BitDepth depth = ImagePlusPlanes.depth(image);
		if (DISPLAY.equals(choice)) {
			final double[] shown = ImagePlusPlanes.displayRange(image, channel);
			final IntensityRange range = new IntensityRange(shown[0], shown[1]);
			return ImagePlusPlanes.inverted(image, channel) ? range.inverted()
				: range;
		}
		if (FULL.equals(choice)) {
			return depth == BitDepth.FLOAT32 ? IntensityRange.ofData(planes(image,
				channel)) : depth.fullRange();
		}
		final Matcher percentiles = PERCENTILES.matcher(choice);
		if (percentiles.matches()) {
			return IntensityRange.percentiles(planes(image, channel), number(
				percentiles, 1), number(percentiles, 2));
		}
		final Matcher numbers = NUMBERS.matcher(choice);
		if (numbers.matches()) {
			return new IntensityRange(number(numbers, 1), number(numbers, 2));
		}
		throw unknown(choice);
	}

	private static double number(final Matcher matcher, final int group) {
		return Double.parseDouble(matcher.group(group));
	}

	/** All slices of a channel, each read when it is asked for. */
	@SuppressWarnings("unchecked")
	private static List<RandomAccessibleInterval<UnsignedByteType>> planes(
		final ImagePlus image, final int channel)
	{
		final int channels = image.getNChannels();
		final ImageStack stack = image.getStack();
		return new AbstractList<>() {

			@Override
			public RandomAccessibleInterval<UnsignedByteType> get(final int i) {
				// NB: the type is any real type, not only this one.
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
