
package org.latentj.batch;

import java.io.Serializable;

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
 */
public record MadeItem(OpenItem of, JournalEntry entry, String attempt,
		long room) implements Serializable {
}
