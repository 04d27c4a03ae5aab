
package org.latentj.sampling;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Finds one of several things by its id, or says which there are. */
public final class Choice {

	private Choice() {}

	/**
	 * The thing that has an id.
	 *
	 * @param kind what it is, for the message
	 * @param id matched exactly
	 * @param all where to look, not empty
	 * @param ids the ids of a thing, the first one its own, others aliases
	 * @throws IllegalArgumentException if none has it, with the nearest and all
	 *           ids
	 */
	public static <T> T of(final String kind, final String id, final List<T> all,
		final Function<T, List<String>> ids)
	{
		for (final T one : all) {
			if (ids.apply(one).contains(id)) {
				return one;
			}
		}
		final List<String> known = all.stream().flatMap(t -> ids.apply(t).stream())
			.toList();
		final String nearest = known.stream().min(Comparator.comparingInt(
			k -> distance(k, String.valueOf(id)))).orElseThrow();
		throw new IllegalArgumentException("no " + kind + " is called \"" + id +
			"\", the nearest is \"" + nearest + "\"; there are " + String.join(", ",
				known));
	}

	/** Levenshtein 1966: insertions, deletions and replacements, case ignored. */
	private static int distance(final String known, final String asked) {
		// NB: an id a million letters long is no typing error.
		final String other = asked.substring(0, Math.min(asked.length(), 64));
		int[] row = new int[known.length() + 1];
		for (int i = 0; i < row.length; i++) {
			row[i] = i;
		}
		for (int j = 1; j <= other.length(); j++) {
			final int[] next = new int[row.length];
			next[0] = j;
			for (int i = 1; i < row.length; i++) {
				final boolean same = Character.toLowerCase(known.charAt(i -
					1)) == Character.toLowerCase(other.charAt(j - 1));
				next[i] = Math.min(row[i - 1] + (same ? 0 : 1), 1 + Math.min(row[i],
					next[i - 1]));
			}
			row = next;
		}
		return row[row.length - 1];
	}
}
