
package org.latentj.batch.journal;

import java.io.Serializable;
import java.util.Map;

/**
 * A line of the journal. Fields are named as in the file.
 *
 * @param item the item's name
 * @param settings of the whole batch
 * @param seed of the item, unsigned, as text
 * @param input what identified its input
 * @param seconds that it took
 * @param result the file's name, or null if it failed
 * @param error what was wrong, or null if it succeeded
 * @param models what it was made with, see {@code BatchTask#models}; empty in
 *          older journals
 * @param files the result and its record, by name; empty in older journals
 */
public record JournalEntry(String item, Map<String, String> settings,
		String seed, String input, double seconds, String result, String error,
		Map<String, String> models, Map<String, WrittenFile> files)
		implements
			Serializable {

	/** The same of an item whose result could not be put where it belongs. */
	public JournalEntry failed(final String why) {
		return new JournalEntry(item, settings, seed, input, seconds, null, why, Map
			.of(), Map.of());
	}

	/** Whether there is a result. */
	public boolean succeeded() {
		return result != null;
	}

	/** How large its files are together; 0 if nobody knows. */
	public long bytes() {
		return files.values().stream().mapToLong(WrittenFile::bytes).sum();
	}
}
