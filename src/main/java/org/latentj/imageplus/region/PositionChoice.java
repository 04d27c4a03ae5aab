
package org.latentj.imageplus.region;

import ij.ImagePlus;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.latentj.imageplus.planes.Substack;

/**
 * Which positions of a stack are worked on, as users say it: numbers and ranges
 * as in {@code 1,3,5-9}, every second one as in {@code 1-40:2} (or ImageJ's
 * {@code 1-40-2}), or {@value #ALL}. An axis of which nothing is said has all
 * of its positions, or the current one.
 *
 * @param everySlice whether axes that are left out are taken whole
 * @param channels up to three of them are one picture, the first one red; of
 *          more each is a grey picture. Empty = all; of more than three,
 *          without {@code everySlice}, the current one
 * @param slices positions in z; empty = left out
 * @param frames positions in time; empty = left out
 */
public record PositionChoice(boolean everySlice, String channels, String slices,
		String frames) {

	/** All positions of an axis. */
	static final String ALL = "all";

	/** So many channels make a picture: red, green, blue. */
	private static final int COLOURS = 3;

	private static final Pattern RANGE = Pattern.compile(
		"([0-9]{1,9})(?:-([0-9]{1,9})(?:[:-]([0-9]{1,9}))?)?");

	/** NB: nothing at all is what a script may give for an empty text. */
	public PositionChoice {
		channels = channels == null ? "" : channels.strip();
		slices = slices == null ? "" : slices.strip();
		frames = frames == null ? "" : frames.strip();
	}

	/** All slices, or the current one. */
	public static PositionChoice of(final boolean everySlice) {
		return new PositionChoice(everySlice, "", "", "");
	}

	/** Whether any axis is named. */
	public boolean isNamed() {
		return !(channels + slices + frames).isEmpty();
	}

	/**
	 * The channels of each picture of a place, from 1.
	 *
	 * @param always whether all are taken if none are named
	 */
	public List<List<Integer>> pictures(final ImagePlus image,
		final boolean always)
	{
		final int count = image.getNChannels();
		final List<Integer> chosen = !channels.isEmpty() ? numbers("channels",
			channels, count, image) : everySlice || always || count <= COLOURS
				? Substack.all(count) : List.of(current(image)[0]);
		return chosen.size() <= COLOURS ? List.of(chosen) : chosen.stream().map(
			List::of).toList();
	}

	/**
	 * The first slice of each picture that is worked on, from 1.
	 *
	 * @param allChannels whether all are taken if none are named
	 */
	public List<Integer> slicesOf(final ImagePlus image,
		final boolean allChannels)
	{
		final Substack places = places(image);
		final List<Integer> first = new ArrayList<>();
		for (final int t : places.frames()) {
			for (final int z : places.slices()) {
				for (final List<Integer> together : pictures(image, allChannels)) {
					first.add(image.getStackIndex(together.get(0), z, t));
				}
			}
		}
		return first;
	}

	/** The places that are worked on, with all their channels. */
	public Substack places(final ImagePlus image) {
		return new Substack(Substack.all(image.getNChannels()), axis("slices",
			slices, image.getNSlices(), current(image)[1], image), axis("frames",
				frames, image.getNFrames(), current(image)[2], image));
	}

	/** NB: of what is no hyperstack, getZ() and the like do not tell. */
	private static int[] current(final ImagePlus image) {
		return image.convertIndexToPosition(image.getCurrentSlice());
	}

	private List<Integer> axis(final String name, final String text,
		final int count, final int current, final ImagePlus image)
	{
		return text.isEmpty() ? everySlice ? Substack.all(count) : List.of(current)
			: List.copyOf(new TreeSet<>(numbers(name, text, count, image)));
	}

	/** In the order in which they are named, each once. */
	private static List<Integer> numbers(final String name, final String text,
		final int count, final ImagePlus image)
	{
		if (ALL.equals(text)) {
			return Substack.all(count);
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
					"', the image '" + image.getTitle() + "' has " + count + " " +
					(count == 1 ? name.substring(0, name.length() - 1) : name) +
					": valid are numbers from 1 to " + count +
					" and ranges, as in 1,3,5-9 or 1-40:2 (every second one), and " +
					ALL);
			}
			IntStream.iterate(first, n -> n <= last, n -> n + step).boxed().forEach(
				numbers::add);
		}
		return List.copyOf(numbers);
	}

	/** As in a macro; empty if no axis is named. */
	@Override
	public String toString() {
		final List<String> named = new ArrayList<>();
		add("channels", channels, named);
		add("slices", slices, named);
		add("frames", frames, named);
		return String.join(" ", named);
	}

	private static void add(final String name, final String value,
		final List<String> named)
	{
		if (!value.isEmpty()) {
			named.add(name + "=" + value);
		}
	}
}
