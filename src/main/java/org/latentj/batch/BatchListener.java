
package org.latentj.batch;

import org.latentj.batch.journal.JournalEntry;

/** Watches a batch. */
@FunctionalInterface
public interface BatchListener {

	/** Does nothing. */
	BatchListener NONE = (item, position, of) -> {};

	/**
	 * Called before it is found out whether an item has been done, for which its
	 * files are read.
	 *
	 * @param position among the items of the shard, from 1
	 * @param of how many these are
	 */
	@SuppressWarnings("unused")
	default void onCheck(final BatchItem item, final int position,
		final int of)
	{}

	/**
	 * Called before an item is worked on.
	 *
	 * @param position among those that are still to be done, from 1
	 * @param of how many these are
	 */
	void onItem(BatchItem item, int position, int of);

	/** Called with what an item failed with, before its entry. */
	@SuppressWarnings("unused")
	default void onFailure(final BatchItem item, final Throwable why) {}

	/**
	 * Called with what was to be said where an item was worked on, before its
	 * entry; for items that were worked on elsewhere.
	 */
	@SuppressWarnings("unused")
	default void onWarning(final BatchItem item, final String warning) {}

	/** Called when an item was done, or could not be. */
	default void onEntry(@SuppressWarnings("unused") final JournalEntry entry) {}
}
