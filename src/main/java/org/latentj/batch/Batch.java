
package org.latentj.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

import org.latentj.batch.journal.ErrorText;
import org.latentj.batch.journal.FolderRoom;
import org.latentj.batch.journal.Journal;
import org.latentj.batch.journal.JournalEntry;
import org.latentj.batch.journal.JournalReader;
import org.latentj.control.StopSignal;

/**
 * A batch and the folder of its results. It may be ended at any point, by
 * cancel, by a failure of the machine, and run again: what is in the journal
 * and in the folder is kept, the rest is done, and in the end the results are
 * the same as if it had never been ended.
 *
 * <pre>
 *
 * BatchReport report = new Batch(plan, task, Path.of("results")).run(
 * 	BatchListener.NONE, new StopSignal());
 * </pre>
 */
public final class Batch {

	private final BatchPlan plan;

	private final BatchTask task;

	private final Path folder;

	private ItemStates states;

	/** What the results are made with; grows by what they tell. */
	private final Map<String, String> models;

	/**
	 * @param folder of the results, made when the batch is run; holds nothing, or
	 *          results of a batch with the same settings. Items that failed are
	 *          no results: where nothing was finished, other settings are taken
	 * @throws IOException if its journal cannot be read
	 * @throws IllegalArgumentException if it holds results of other settings
	 */
	public Batch(final BatchPlan plan, final BatchTask task, final Path folder)
		throws IOException
	{
		this.plan = plan;
		this.task = task;
		this.folder = folder;
		this.models = new HashMap<>(task.models());
		states = read();
	}

	private ItemStates read() throws IOException {
		final List<JournalEntry> entries = JournalReader.read(folder);
		entries.stream().filter(JournalEntry::succeeded).map(JournalEntry::settings)
			.distinct().forEach(this::requireSameSettings);
		return new ItemStates(plan, task, folder, entries);
	}

	/**
	 * The seed of the batch whose results are in a folder, if there is one; where
	 * nothing was finished, of the one that was tried there last.
	 */
	public static Optional<String> seedOf(final Path folder) throws IOException {
		final List<JournalEntry> entries = JournalReader.read(folder).stream()
			.filter(e -> e.settings().get("seed") != null).toList();
		return entries.stream().filter(JournalEntry::succeeded).findFirst().or(
			() -> entries.stream().reduce((first, next) -> next)).map(e -> e
				.settings().get("seed"));
	}

	/**
	 * The items of this shard that are to be done: those whose result is not
	 * there, is not what was written, or was made of another input or with
	 * another seed. To know it the files of those that were done are read.
	 *
	 * @throws CancellationException if it was stopped
	 */
	public List<BatchItem> open(final BatchListener listener,
		final StopSignal stop)
	{
		return states(listener, stop).entrySet().stream().filter(e -> e
			.getValue() != ItemStates.State.DONE).map(Map.Entry::getKey).toList();
	}

	private Map<BatchItem, ItemStates.State> states(final BatchListener listener,
		final StopSignal stop)
	{
		final Map<BatchItem, ItemStates.State> found = new TreeMap<>((a,
			b) -> Integer.compare(a.index(), b.index()));
		final List<BatchItem> own = plan.own();
		for (int i = 0; i < own.size(); i++) {
			stop.check();
			if (states.wasDone(own.get(i))) {
				listener.onCheck(own.get(i), i + 1, own.size());
			}
			found.put(own.get(i), states.of(own.get(i), stop));
		}
		return found;
	}

	/**
	 * Why an item's result cannot be put where it belongs: its name, or a file
	 * that is there. Nothing is written to know it.
	 */
	public Optional<String> obstacle(final BatchItem item) {
		try {
			requireFree(item, task.place(folder, plan.shard()));
			return Optional.empty();
		}
		catch (final IOException e) {
			return Optional.of(ErrorText.of(e));
		}
	}

	private void requireFree(final BatchItem item, final ResultPlace results)
		throws IOException
	{
		if (!states.wasDone(item)) {
			results.requireFree(item);
		}
	}

	/** The mean of what the items of this folder took so far, in seconds. */
	public OptionalDouble secondsPerItem() {
		return states.done().stream().mapToDouble(JournalEntry::seconds).average();
	}

	/** The mean size of the items' files so far; none if nobody knows. */
	public OptionalLong bytesPerItem() {
		final OptionalDouble mean = states.done().stream().mapToLong(
			JournalEntry::bytes).filter(b -> b > 0).average();
		return mean.isPresent() ? OptionalLong.of(Math.round(mean.getAsDouble()))
			: OptionalLong.empty();
	}

	/**
	 * Does what is to be done. An item that fails is in the report and in the
	 * journal, and is tried again when the batch is run again.
	 *
	 * @throws CancellationException if it was stopped
	 * @throws IOException if the folder or the journal cannot be written, also
	 *           when the disk has become full, or a model is not any more what it
	 *           was when the batch began
	 */
	public BatchReport run(final BatchListener listener, final StopSignal stop)
		throws IOException
	{
		final ItemWork work = new ItemWork(task, folder, plan.shard(), plan
			.settings());
		return run((open, taker, stopped) -> {
			for (int i = 0; i < open.size(); i++) {
				stopped.check();
				listener.onItem(open.get(i).item(), i + 1, open.size());
				taker.take(work.make(open.get(i), "", listener));
			}
		}, listener, stop);
	}

	/**
	 * The same, done by others.
	 *
	 * @throws CancellationException if it was stopped
	 * @throws IOException likewise, or of the workers
	 */
	public BatchReport run(final BatchWorkers workers,
		final BatchListener listener, final StopSignal stop) throws IOException
	{
		createFolder();
		final ResultPlace results = task.place(folder, plan.shard());
		try (Journal journal = new Journal(folder, plan.shard())) {
			results.clean();
			// NB: another process may have been at work until now.
			states = read();
			final Map<BatchItem, ItemStates.State> found = states(listener, stop);
			final List<BatchItem> open = in(found, ItemStates.State.OPEN,
				ItemStates.State.DAMAGED);
			final TakenItems taken = new TakenItems(results, new FolderRoom(folder,
				plan.shard()), journal, listener, models);
			try {
				workers.work(open.stream().map(i -> new OpenItem(i, plan.seed(i), states
					.wasDone(i))).toList(), taken, stop);
			}
			finally {
				results.clean();
			}
			return new BatchReport(taken.made(), plan.own().size() - open.size(),
				taken.failed(), in(found, ItemStates.State.DAMAGED));
		}
	}

	private void createFolder() throws IOException {
		try {
			Files.createDirectories(folder);
		}
		catch (final IOException e) {
			throw new IOException("the output folder " + folder +
				" cannot be made: " + ErrorText.of(e), e);
		}
	}

	private static List<BatchItem> in(
		final Map<BatchItem, ItemStates.State> found,
		final ItemStates.State... states)
	{
		return found.entrySet().stream().filter(e -> List.of(states).contains(e
			.getValue())).map(Map.Entry::getKey).toList();
	}

	private void requireSameSettings(final Map<String, String> old) {
		final Map<String, String> all = new TreeMap<>(old);
		all.putAll(plan.settings());
		all.keySet().removeAll(plan.unused());
		all.keySet().removeIf(name -> old.containsKey(name) && old.get(name).equals(
			plan.settings().get(name)));
		if (!all.isEmpty()) {
			throw new IllegalArgumentException(folder + " holds results of a batch " +
				SettingChanges.text(all.keySet(), old, plan.settings()));
		}
	}
}
