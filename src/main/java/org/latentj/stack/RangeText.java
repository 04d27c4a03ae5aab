
package org.latentj.stack;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.image.IntensityRange;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * Which intensities become black and white, as users say it: {@value #DISPLAY},
 * {@value #FULL}, percentiles as in {@code 0.35%-99.65%}, or two numbers as in
 * {@code 100-4095}; one for all channels, or with commas between one for each.
 * The range of a channel is the same for all its slices.
 */
public final class RangeText {

	/** The range that is shown. */
	public static final String DISPLAY = "display";

	/**
	 * All that the type can hold; for fractions from the smallest to the greatest
	 * finite pixel of all slices.
	 */
	public static final String FULL = "full";

	private static final String NUMBER =
		"([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)";

	private static final Pattern PERCENTILES = Pattern.compile(NUMBER + "% *- *" +
		NUMBER + "%");

	private static final Pattern NUMBERS = Pattern.compile(NUMBER + " *- *" +
		NUMBER);

	private RangeText() {}

	/** What a channel is like. */
	public interface Channel<T extends RealType<T>> {

		/** As it is shown; upside down if that is. */
		IntensityRange shown();

		/** All that its type can hold. */
		IntensityRange full();

		/** All its slices, each read when it is asked for. */
		List<RandomAccessibleInterval<T>> slices();
	}

	/**
	 * What is said of one channel.
	 *
	 * @param image what messages call it
	 * @param channel from 1
	 * @throws IllegalArgumentException if there are not as many as channels
	 */
	public static String of(final String choice, final String image,
		final int channel, final int channels)
	{
		final String[] each = choice.split(",", -1);
		if (each.length > 1 && each.length != channels) {
			throw new IllegalArgumentException("the intensity ranges '" + choice +
				"' are " + each.length + ", the image '" + image + "' has " + channels +
				" channel(s): one range for all, or one for each is valid");
		}
		return each[each.length == 1 ? 0 : channel - 1].strip();
	}

	/**
	 * The range of one channel.
	 *
	 * @param choice what is said of it
	 * @throws IllegalArgumentException if it is none of these
	 */
	public static <T extends RealType<T>> IntensityRange of(final String choice,
		final Channel<T> channel)
	{
		if (DISPLAY.equals(choice)) {
			return channel.shown();
		}
		if (FULL.equals(choice)) {
			return channel.full();
		}
		final Matcher percentiles = PERCENTILES.matcher(choice);
		if (percentiles.matches()) {
			return IntensityRange.percentiles(channel.slices(), number(percentiles,
				1), number(percentiles, 2));
		}
		final Matcher numbers = NUMBERS.matcher(choice);
		if (numbers.matches()) {
			return new IntensityRange(number(numbers, 1), number(numbers, 2));
		}
		throw unknown(choice);
	}

	/**
	 * Fails if a choice is none of these. NB: for what has no range to choose.
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

	private static double number(final Matcher matcher, final int group) {
		return Double.parseDouble(matcher.group(group));
	}
}
