
package org.latentj.control;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What to say where somebody gave a name that does not exist. Such a message
 * begins with what is wrong and the nearest names; the list of all, which may
 * be long, comes behind an empty line: where there is a screen it is for those
 * who ask for help.
 */
public final class Names {

	/** What is between a message and its details: it ends its sentence. */
	public static final String DETAILS = ".\n\n";

	private static final int NEAREST = 3;

	/** So many are listed in the message itself. */
	private static final int FEW = 6;

	/** NB: a name a million letters long is no typing error. */
	private static final int LONGEST = 64;

	private Names() {}

	/**
	 * The end of a message: the nearest names, and in the details all.
	 *
	 * @param asked the name that is none
	 * @param known those that there are
	 * @param what they are, in the plural
	 */
	public static String hint(final String asked, final Collection<String> known,
		final String what)
	{
		if (known.size() <= FEW) {
			return "; there " + (known.isEmpty() ? "are no " + what : are(known));
		}
		final List<String> near = near(asked, known);
		return (near.isEmpty() ? "; there are " + known.size() + " " + what +
			", none with a name like it" : "; the nearest " + are(near.stream().map(
				n -> "'" + n + "'").toList())) + DETAILS + "All " + what + ":\n" +
			String.join(",\n", known);
	}

	/** As in "is a" and "are a, b". */
	public static String are(final Collection<String> names) {
		return (names.size() == 1 ? "is " : "are ") + String.join(", ", names);
	}

	/**
	 * Those of the nearest names that somebody may have meant: one is in the
	 * other, or at least half of their letters are the same.
	 */
	public static List<String> near(final String asked,
		final Collection<String> known)
	{
		final String name = String.valueOf(asked);
		return nearest(name, known).stream().filter(k -> contains(k, name) || 2 *
			distance(k, name) <= Math.max(k.length(), Math.min(LONGEST, name
				.length()))).toList();
	}

	/** A message without its details. */
	public static String summary(final String message) {
		final int end = message.indexOf(DETAILS);
		return end < 0 ? message : message.substring(0, end);
	}

	/** Up to three names that are most like another one, the nearest first. */
	public static List<String> nearest(final String asked,
		final Collection<String> known)
	{
		final String name = String.valueOf(asked);
		return known.stream().sorted(Comparator.<String> comparingInt(k -> contains(
			k, name) ? 0 : 1).thenComparingInt(k -> distance(k, name))).limit(NEAREST)
			.toList();
	}

	/**
	 * A name without what programs write differently: case, blanks, and signs; +
	 * is p, as in {@code DPM++} and {@code dpmpp}.
	 */
	public static String plain(final String name) {
		return String.valueOf(name).toLowerCase(Locale.ROOT).replace('+', 'p')
			.replaceAll("[^\\p{L}\\p{N}]", "");
	}

	/** NB: "cfg_scale" and "sampler_name" are other programs' names. */
	private static boolean contains(final String known, final String asked) {
		final String one = plain(known);
		final String other = plain(asked.substring(0, Math.min(asked.length(),
			LONGEST)));
		return Math.min(one.length(), other.length()) > 2 && (one.contains(other) ||
			other.contains(one));
	}

	/** Levenshtein 1966: insertions, deletions and replacements, case ignored. */
	private static int distance(final String known, final String asked) {
		final String other = asked.substring(0, Math.min(asked.length(), LONGEST));
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
