
package org.latentj.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.latentj.batch.journal.ErrorText;
import org.latentj.batch.journal.FolderRoom;
import org.latentj.batch.journal.JournalEntry;
import org.latentj.batch.journal.Shard;
import org.latentj.batch.journal.WrittenFile;

/**
 * Makes single items of a batch, in this process or on a machine that shares
 * the folder of results. It writes files whole under names of their own, and
 * neither replaces one nor writes the journal: that does the {@link Batch} that
 * takes them. Several may be at work in one folder at the same time.
 */
public final class ItemWork {

	private final BatchTask task;

	private final Map<String, String> settings;

	private final ResultPlace results;

	private final FolderRoom room;

	/**
	 * @param folder of the results
	 * @param shard of the batch that takes what is made
	 * @param settings of the batch, see {@link BatchPlan.Facts#told}
	 */
	public ItemWork(final BatchTask task, final Path folder, final Shard shard,
		final Map<String, String> settings)
	{
		this.task = task;
		this.settings = settings;
		this.results = task.place(folder, shard);
		this.room = new FolderRoom(folder, shard);
	}

	/** What the journal says of all items. */
	public Map<String, String> settings() {
		return settings;
	}

	/**
	 * Works on an item. What it fails with is in the entry, and told to the
	 * listener before.
	 *
	 * @param attempt names the files; no other attempt at any item that is under
	 *          way has this name. Empty if there is only this one
	 * @throws CancellationException if it was stopped; nothing is left of it
	 */
	public MadeItem make(final OpenItem open, final String attempt,
		final BatchListener listener)
	{
		final long start = System.nanoTime();
		final BatchItem item = open.item();
		String input = "";
		BatchTask.Result result = null;
		Map<String, WrittenFile> files = Map.of();
		String error = null;
		long needed = 0;
		try {
			requireFree(open);
			input = task.input(item);
			result = task.make(item, open.seed());
			files = results.write(item, input, result, attempt);
		}
		catch (final CancellationException e) {
			throw e;
		}
		catch (IOException | RuntimeException | VirtualMachineError e) {
			listener.onFailure(item, e);
			error = ErrorText.of(e);
			needed = result == null ? 0 : FolderRoom.of(result.bytes());
		}
		final double seconds = (System.nanoTime() - start) / 1_000_000 / 1000.0;
		return new MadeItem(open, new JournalEntry(item.name(), settings, Long
			.toUnsignedString(open.seed()), input, seconds, error == null ? item
				.output() : null, error, error == null ? result.models() : Map.of(),
			files), attempt, needed, List.of());
	}

	/**
	 * Why no other result can be written, either, if that of an item could not
	 * be.
	 *
	 * @return none if it was written, or others can be
	 */
	public Optional<String> lack(final MadeItem made) {
		return made.room() == 0 ? Optional.empty() : room.lack(made.room());
	}

	/**
	 * An item that is not worked on, as one that failed.
	 *
	 * @param why to be said of it
	 */
	public MadeItem leftOut(final OpenItem open, final String why) {
		return new MadeItem(open, new JournalEntry(open.item().name(), settings,
			Long.toUnsignedString(open.seed()), "", 0, null, why, Map.of(), Map.of()),
			"", 0, List.of());
	}

	/** NB: before the work, which would be lost. */
	private void requireFree(final OpenItem open) throws IOException {
		if (!open.again()) {
			results.requireFree(open.item());
		}
	}
}
