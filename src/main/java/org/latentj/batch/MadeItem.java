
package org.latentj.batch;

import java.io.Serializable;
import java.util.List;

import org.latentj.batch.journal.JournalEntry;

/**
 * An item that was worked on. If it succeeded its files are whole, but not yet
 * where they belong.
 *
 * @param of what was to be done
 * @param entry what the journal shall say of it
 * @param attempt under which name its files lie
 * @param room bytes that the disk should have had for its result; 0 unless that
 *          was made, but could not be written
 * @param warnings what was to be said while it was worked on, where nobody sees
 *          it
 */
public record MadeItem(OpenItem of, JournalEntry entry, String attempt,
		long room, List<String> warnings) implements Serializable {

	/** The same with these warnings. */
	public MadeItem warned(final List<String> told) {
		return new MadeItem(of, entry, attempt, room, List.copyOf(told));
	}

	/** The same with another error. */
	public MadeItem failed(final String error) {
		return new MadeItem(of, entry.failed(error), attempt, room, warnings);
	}
}
