
package org.latentj.batch;

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
 */
public record JournalEntry(String item, Map<String, String> settings,
		String seed, String input, double seconds, String result, String error) {

	/** Whether there is a result. */
	public boolean succeeded() {
		return result != null;
	}
}
