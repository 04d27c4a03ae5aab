
package org.latentj.stack;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Positions of an axis, as users say it: numbers and ranges as in
 * {@code 1,3,5-9}, every second one as in {@code 1-40:2} (or ImageJ's
 * {@code 1-40-2}), or {@value #ALL}. They are counted from 1.
 */
public final class PositionText {

	/** All positions of an axis. */
	public static final String ALL = "all";

	/** So many channels make a picture: red, green, blue. */
	public static final int COLOURS = 3;

	private static final Pattern RANGE = Pattern.compile(
		"([0-9]{1,9})(?:-([0-9]{1,9})(?:[:-]([0-9]{1,9}))?)?");

	private PositionText() {}

	/** All positions. */
	private static List<Integer> all(final int count) {
		return IntStream.rangeClosed(1, count).boxed().toList();
	}

	/**
	 * In the order in which they are named, each once.
	 *
	 * @param name of the axis, in the plural
	 * @param image what messages call it
	 * @throws IllegalArgumentException if there is no such position
	 */
	public static List<Integer> of(final String name, final String text,
		final int count, final String image)
	{
		if (ALL.equals(text)) {
			return all(count);
		}
		final Set<Integer> numbers = new LinkedHashSet<>();
		for (final String part : text.split(",", -1)) {
			final Matcher m = RANGE.matcher(part.strip());
			final int first = m.matches() ? Integer.parseInt(m.group(1)) : 0;
			final int last = m.matches() && m.group(2) != null ? Integer.parseInt(m
				.group(2)) : first;
			final int step = m.matches() && m.group(3) != null ? Integer.parseInt(m
				.group(3)) : 1;
			if (first < 1 || last < first || last > count || step < 1) {
				throw new IllegalArgumentException(name + " is '" + text +
					"', the image '" + image + "' has " + (count == 1 ? "1 " + name
						.substring(0, name.length() - 1) + ": valid are 1 and " : count +
							" " + name + ": valid are numbers from 1 to " + count +
							" and ranges, as in 1,3,5-9 or 1-40:2 (every second one), " +
							"and ") + ALL);
			}
			IntStream.iterate(first, n -> n <= last, n -> n + step).boxed().forEach(
				numbers::add);
		}
		return List.copyOf(numbers);
	}

	/**
	 * Those of an axis that are worked on, in their order.
	 *
	 * @param text empty if nothing is said of it
	 * @param every whether it then has all, else the current one
	 * @param current from 1
	 */
	public static List<Integer> ofAxis(final String name, final String text,
		final int count, final boolean every, final int current, final String image)
	{
		return text.isEmpty() ? every ? all(count) : List.of(current) : List.copyOf(
			new TreeSet<>(of(name, text, count, image)));
	}

	/**
	 * The channels of each picture of a place: up to three are one picture, of
	 * more each is a grey one.
	 *
	 * @param text empty if nothing is said of them
	 * @param every whether all are taken then; else the current one, where there
	 *          are more than three
	 */
	public static List<List<Integer>> pictures(final String text, final int count,
		final boolean every, final int current, final String image)
	{
		final List<Integer> chosen = !text.isEmpty() ? of("channels", text, count,
			image) : every || count <= COLOURS ? all(count) : List.of(current);
		return chosen.size() <= COLOURS ? List.of(chosen) : chosen.stream().map(
			List::of).toList();
	}
}
