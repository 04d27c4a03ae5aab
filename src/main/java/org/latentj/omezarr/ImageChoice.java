
package org.latentj.omezarr;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which images of an OME-Zarr a user names.
 *
 * @param text empty for all; else keys with commas between, or what they begin
 *          with: {@code A/1} for all fields of a well
 */
record ImageChoice(String text) {

	private static final int MOST_NAMED = 8;

	/**
	 * The keys of the images.
	 *
	 * @throws IllegalArgumentException if a part of the text names none
	 */
	List<String> of(final OmeFile file) {
		if (text.isBlank()) {
			return file.images();
		}
		final Set<String> keys = new LinkedHashSet<>();
		for (final String part : text.split(",", -1)) {
			final String start = key(part);
			final List<String> found = start.isEmpty() ? List.of() : below(file
				.images(), start);
			if (found.isEmpty()) {
				throw new IllegalArgumentException("image is '" + text + "', " +
					refusal(file, start));
			}
			keys.addAll(found);
		}
		return List.copyOf(keys);
	}

	/** Why there is no image of a key, or what begins with it. */
	private static String refusal(final OmeFile file, final String start) {
		final String name = file.store().name("");
		final List<String> missing = around(file.missing(), start);
		if (!missing.isEmpty()) {
			return "but " + missing + " is not there in '" + name +
				"', though the plate lists it";
		}
		final List<String> damaged = around(file.damaged().keySet(), start);
		if (!damaged.isEmpty()) {
			return "but " + file.damaged().get(damaged.get(0)).getMessage();
		}
		return "'" + name + "' has " + (file.images().equals(List.of(""))
			? "one: leave it out" : file.images().size() + ": valid are " + listed(
				file.images()));
	}

	private static String listed(final List<String> keys) {
		return String.join(", ", keys.subList(0, Math.min(MOST_NAMED, keys
			.size()))) + (keys.size() > MOST_NAMED ? ", ..." : "");
	}

	/** NB: of a well that is damaged nobody knows the fields. */
	private static List<String> around(final Collection<String> wells,
		final String start)
	{
		return wells.stream().filter(k -> k.equals(start) || k.startsWith(start +
			"/") || start.startsWith(k + "/")).toList();
	}

	/** Those of some keys that are named. */
	List<String> among(final Collection<String> keys) {
		return text.isBlank() ? List.copyOf(keys) : Arrays.stream(text.split(","))
			.flatMap(part -> below(keys, key(part)).stream()).distinct().toList();
	}

	private static String key(final String part) {
		return part.strip().replaceAll("^/+|/+$", "");
	}

	/** Those keys that are one, or begin with it. */
	private static List<String> below(final Collection<String> keys,
		final String start)
	{
		return keys.stream().filter(k -> k.equals(start) || k.startsWith(start +
			"/")).toList();
	}
}
