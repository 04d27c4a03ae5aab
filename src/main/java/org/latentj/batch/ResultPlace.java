
package org.latentj.batch;

import java.io.IOException;
import java.util.Map;

import org.latentj.batch.journal.JournalEntry;
import org.latentj.batch.journal.WrittenFile;
import org.latentj.control.StopSignal;

/**
 * Where a batch's results go. What is there of one is whole, or is not there;
 * what is no result of a batch is never replaced.
 */
public interface ResultPlace {

	/** Whether there is anything of an item that was done. */
	boolean has(BatchItem item, JournalEntry entry) throws IOException;

	/**
	 * Whether an item's result is what was written.
	 *
	 * @param entry that tells what was
	 * @throws java.util.concurrent.CancellationException if stopped
	 * @throws IOException if it cannot be read
	 */
	boolean has(BatchItem item, JournalEntry entry, StopSignal stop)
		throws IOException;

	/**
	 * Makes sure that an item's files would replace none but earlier ones of a
	 * batch.
	 *
	 * @throws IOException if there is a file that is no batch's
	 */
	void requireFree(BatchItem item) throws IOException;

	/**
	 * Writes an item's result where it is in nobody's way.
	 *
	 * @param input what identifies its input
	 * @param attempt a name that no other one has; empty if there is one at a
	 *          time
	 * @return what was written, by the names that {@link #take} gives it
	 * @throws IOException if it cannot be written; nothing of it is left then
	 */
	Map<String, WrittenFile> write(BatchItem item, String input,
		BatchTask.Result result, String attempt) throws IOException;

	/**
	 * Puts what was written whole where it belongs, in place of what is there.
	 *
	 * @throws IOException if it cannot be moved
	 */
	void take(BatchItem item, String attempt) throws IOException;

	/** Removes what an attempt was writing; others' stay. */
	void drop(String attempt);

	/** Removes what was being written, also by an earlier run that was killed. */
	void clean();
}
