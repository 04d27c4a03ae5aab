
package org.latentj.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.batch.journal.ErrorText;
import org.latentj.batch.journal.FolderRoom;
import org.latentj.batch.journal.Journal;
import org.latentj.batch.journal.JournalEntry;

/** What was made in a run of a batch: the only one who writes the journal. */
final class TakenItems implements BatchWorkers.Taker {

	private final ResultPlace results;

	private final FolderRoom room;

	private final Journal journal;

	private final BatchListener listener;

	/** What the results are made with; grows by what they tell. */
	private final Map<String, String> models;

	private final Set<String> seen = new HashSet<>();

	private final List<JournalEntry> failed = new ArrayList<>();

	private int made;

	TakenItems(final ResultPlace results, final FolderRoom room,
		final Journal journal, final BatchListener listener,
		final Map<String, String> models)
	{
		this.results = results;
		this.room = room;
		this.journal = journal;
		this.listener = listener;
		this.models = models;
	}

	/** How many items succeeded. */
	int made() {
		return made;
	}

	/** Those that failed. */
	List<JournalEntry> failed() {
		return List.copyOf(failed);
	}

	@Override
	public void take(final MadeItem item) throws IOException {
		if (!seen.add(item.entry().item())) {
			results.drop(item.attempt());
			return;
		}
		item.warnings().forEach(w -> listener.onWarning(item.of().item(), w));
		requireSameModels(item.entry().models());
		requireRoom(item);
		final JournalEntry entry = item.entry().succeeded() ? placed(item) : item
			.entry();
		journal.add(entry);
		listener.onEntry(entry);
		if (entry.succeeded()) {
			made++;
		}
		else {
			failed.add(entry);
		}
	}

	@Override
	public void requireRoom(final MadeItem item) throws IOException {
		if (item.room() > 0) {
			room.require(item.room());
		}
	}

	/** @throws IOException if no other one can be placed, either */
	private JournalEntry placed(final MadeItem made) throws IOException {
		try {
			// NB: someone may have put a file there meanwhile.
			if (!made.of().again()) {
				results.requireFree(made.of().item());
			}
			results.take(made.of().item(), made.attempt());
			return made.entry();
		}
		catch (final IOException e) {
			results.drop(made.attempt());
			listener.onFailure(made.of().item(), e);
			room.require(FolderRoom.of(0));
			return made.entry().failed(ErrorText.of(e));
		}
	}

	/** Ends the batch: one result more would be of another model. */
	private static final class OtherModelException extends IOException {

		private static final long serialVersionUID = 1;

		OtherModelException(final String name, final String before,
			final String now)
		{
			super("the " + name +
				" was replaced while the batch was at work: its SHA-256 was " + before +
				", now it is " + now +
				". All results so far are of the first one. Put that back and run the batch again, or choose another output folder");
		}
	}

	private void requireSameModels(final Map<String, String> used)
		throws OtherModelException
	{
		for (final Map.Entry<String, String> model : used.entrySet()) {
			final String before = models.putIfAbsent(model.getKey(), model
				.getValue());
			if (before != null && !before.equals(model.getValue())) {
				throw new OtherModelException(model.getKey(), before, model.getValue());
			}
		}
	}
}
