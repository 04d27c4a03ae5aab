
package org.latentj.imageplus.region;

import ij.ImagePlus;

import java.util.ArrayList;
import java.util.List;

import org.latentj.imageplus.planes.Substack;
import org.latentj.stack.PositionText;

/**
 * Which positions of a stack are worked on, as users say it, see
 * {@link PositionText}. An axis of which nothing is said has all of its
 * positions, or the current one.
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
		return PositionText.pictures(channels, image.getNChannels(), everySlice ||
			always, current(image)[0], image.getTitle());
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
		return PositionText.ofAxis(name, text, count, everySlice, current, image
			.getTitle());
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
