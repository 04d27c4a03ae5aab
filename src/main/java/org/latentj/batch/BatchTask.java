
package org.latentj.batch;

import java.io.IOException;
import java.nio.file.Path;

/** How an item is worked on. */
public interface BatchTask {

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

	/** What comes out, to be written once. */
	interface Result {

		/**
		 * Writes it.
		 *
		 * @param file a new file, whose name ends as the item's output does
		 */
		void write(Path file) throws IOException;

		/** How it was made, as a JSON object. */
		String record();
	}
}
