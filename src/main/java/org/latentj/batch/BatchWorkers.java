
package org.latentj.batch;

import java.io.IOException;
import java.util.List;

import org.latentj.control.StopSignal;

/**
 * Who works on the items of a batch: this process, one after the other, or the
 * machines of a cluster, each with an {@link ItemWork}. The folder and its
 * journal are the batch's alone.
 */
@FunctionalInterface
public interface BatchWorkers {

	/** Takes what was made; may be called from one thread at a time. */
	@FunctionalInterface
	interface Taker {

		/**
		 * Puts an item's files where they belong and writes the journal. Of an item
		 * that comes twice the first one counts.
		 *
		 * @throws IOException if the journal cannot be written, or a model is not
		 *           any more what it was when the batch began, or no result can be
		 *           written any more
		 */
		void take(MadeItem made) throws IOException;

		/**
		 * Fails if an item's result could not be written, and no other one can be,
		 * either; for an item that is tried again in place of being taken.
		 *
		 * @throws IOException if so: to work on more items would be in vain
		 */
		@SuppressWarnings("unused")
		default void requireRoom(final MadeItem made) throws IOException {}
	}

	/**
	 * Has the items worked on, in any order, and gives each away as soon as it is
	 * made.
	 *
	 * @param open what is to be done
	 * @throws java.util.concurrent.CancellationException if stopped
	 * @throws IOException of the taker, and if the items cannot be worked on at
	 *           all
	 */
	void work(List<OpenItem> open, Taker taker, StopSignal stop)
		throws IOException;
}
