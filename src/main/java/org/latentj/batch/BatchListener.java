
package org.latentj.batch;

/** Watches a batch. */
@FunctionalInterface
public interface BatchListener {

	/** Does nothing. */
	BatchListener NONE = (item, position, of) -> {};

	/**
	 * Called before an item is worked on.
	 *
	 * @param position among those that are still to be done, from 1
	 * @param of how many these are
	 */
	void onItem(BatchItem item, int position, int of);

	/** Called when an item was done, or could not be. */
	default void onEntry(@SuppressWarnings("unused") final JournalEntry entry) {}
}
