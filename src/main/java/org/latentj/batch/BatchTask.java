
package org.latentj.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.latentj.batch.journal.Shard;

/** How an item is worked on. */
public interface BatchTask {

	/**
	 * What all items are made with, such as the SHA-256 of a model's file, by
	 * name. All results of a batch are made with the same: a result that was made
	 * with another one ends the batch, and is made anew in a later run.
	 */
	default Map<String, String> models() {
		return Map.of();
	}

	/**
	 * What identifies an item's input, such as its SHA-256: an item whose input
	 * has changed is done again.
	 *
	 * @return empty if the item has no input but its settings
	 */
	String input(BatchItem item) throws IOException;

	/**
	 * Works on one item. The same item and seed must give the same bytes.
	 *
	 * @param seed all 64 bits
	 * @throws java.util.concurrent.CancellationException if it was stopped; ends
	 *           the batch. All else that is thrown ends this item only
	 */
	Result make(BatchItem item, long seed) throws IOException;

	/**
	 * Where the results go: each is a file in the folder, unless a task's results
	 * are something else.
	 *
	 * @param folder of the batch
	 * @param shard the part of it that is done here
	 */
	default ResultPlace place(final Path folder, final Shard shard) {
		return new ResultFolder(folder, shard);
	}

	/** What comes out, to be written once. */
	interface Result {

		/**
		 * Writes it.
		 *
		 * @param file a new file, whose name ends as the item's output does
		 */
		void write(Path file) throws IOException;

		/** About how many bytes it takes; 0 if nobody knows. */
		default long bytes() {
			return 0;
		}

		/** How it was made, as a JSON object. */
		String record();

		/** What it was in fact made with, as {@link BatchTask#models}. */
		default Map<String, String> models() {
			return Map.of();
		}
	}
}
