
package org.latentj.batch;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in what the settings of two batches differ. */
final class SettingChanges {

	/** So many lines at most. */
	private static final int MOST = 10;

	/** So much of a text at most. */
	private static final int LONGEST = 60;

	/** So much of what both have in common before they differ. */
	private static final int COMMON = 20;

	private static final String REMEDY =
		": choose another folder, or delete this one's files";

	private SettingChanges() {}

	/**
	 * The end of a sentence about a batch of earlier; several settings on a line
	 * each.
	 *
	 * @param names of settings that differ; at least one
	 */
	static String text(final Collection<String> names,
		final Map<String, String> old, final Map<String, String> now)
	{
		final List<String> changes = names.stream().map(name -> name + change(old
			.get(name), now.get(name))).toList();
		if (changes.size() == 1) {
			return "whose " + changes.get(0) + REMEDY;
		}
		final int more = changes.size() - MOST;
		return "with other settings" + REMEDY + ". What differs:\n" + changes
			.stream().limit(MOST).collect(Collectors.joining("\n")) + (more > 0
				? "\nand " + more + " more" : "");
	}

	/** NB: journals of other versions may not tell of all settings. */
	private static String change(final String before, final String after) {
		if (before == null || after == null) {
			return " was " + quoted(before, 0) + ", now it is " + quoted(after, 0);
		}
		int same = 0;
		while (same < Math.min(before.length(), after.length()) && before.charAt(
			same) == after.charAt(same))
		{
			same++;
		}
		final int from = Math.max(before.length(), after.length()) <= LONGEST ? 0
			: Math.max(0, same - COMMON);
		return " was " + quoted(before, from) + ", now it is " + quoted(after,
			from);
	}

	/** A part of a text that shows where it differs. */
	private static String quoted(final String text, final int from) {
		if (text == null) {
			return "not told";
		}
		final int to = Math.min(text.length(), from + LONGEST);
		return "'" + (from > 0 ? "..." : "") + text.substring(from, to).replaceAll(
			"\\R", " ") + (to < text.length() ? "..." : "") + "'";
	}
}
