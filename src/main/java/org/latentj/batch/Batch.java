
package org.latentj.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

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

	private final Map<String, JournalEntry> done = new HashMap<>();

	/**
	 * @param folder of the results, made when the batch is run; holds nothing, or
	 *          results of a batch with the same settings
	 * @throws IOException if its journal cannot be read
	 * @throws IllegalArgumentException if it holds results of other settings
	 */
	public Batch(final BatchPlan plan, final BatchTask task, final Path folder)
		throws IOException
	{
		this.plan = plan;
		this.task = task;
		this.folder = folder;
		for (final JournalEntry entry : Journal.read(folder)) {
			requireSameSettings(new TreeMap<>(entry.settings()));
			if (entry.succeeded()) {
				done.put(entry.item(), entry);
			}
		}
	}

	/** The seed of the batch whose results are in a folder, if there is one. */
	public static Optional<String> seedOf(final Path folder) throws IOException {
		return Journal.read(folder).stream().map(e -> e.settings().get("seed"))
			.findFirst();
	}

	/**
	 * The items of this shard that are to be done: those whose result is not
	 * there, or was made of another input or with another seed.
	 */
	public List<BatchItem> open() {
		return plan.own().stream().filter(item -> !isDone(item)).toList();
	}

	/** The mean of what the items of this folder took so far, in seconds. */
	public OptionalDouble secondsPerItem() {
		return done.values().stream().mapToDouble(JournalEntry::seconds).average();
	}

	/**
	 * Does what is to be done. An item that fails is in the report and in the
	 * journal, and is tried again when the batch is run again.
	 *
	 * @throws CancellationException if it was stopped
	 * @throws IOException if the folder or the journal cannot be written
	 */
	public BatchReport run(final BatchListener listener, final StopSignal stop)
		throws IOException
	{
		Files.createDirectories(folder);
		final List<JournalEntry> failed = new ArrayList<>();
		final ResultFolder results = new ResultFolder(folder);
		int made = 0;
		try (Journal journal = new Journal(folder, plan.shard())) {
			for (final BatchItem item : plan.own()) {
				results.clean(item);
			}
			final List<BatchItem> open = open();
			for (int i = 0; i < open.size(); i++) {
				stop.check();
				listener.onItem(open.get(i), i + 1, open.size());
				final JournalEntry entry = work(open.get(i), results);
				journal.add(entry);
				listener.onEntry(entry);
				if (entry.succeeded()) {
					made++;
				}
				else {
					failed.add(entry);
				}
			}
			return new BatchReport(made, plan.own().size() - open.size(), failed);
		}
	}

	private JournalEntry work(final BatchItem item, final ResultFolder results) {
		final long start = System.nanoTime();
		final long seed = plan.seed(item);
		String input = "";
		String error = null;
		try {
			input = task.input(item);
			results.write(item, input, task.make(item, seed));
		}
		catch (final CancellationException e) {
			throw e;
		}
		catch (IOException | RuntimeException | OutOfMemoryError e) {
			error = e.getMessage() == null ? e.toString() : e.getMessage();
		}
		final double seconds = (System.nanoTime() - start) / 1_000_000 / 1000.0;
		return new JournalEntry(item.name(), plan.settings(), Long.toUnsignedString(
			seed), input, seconds, error == null ? item.output() : null, error);
	}

	private boolean isDone(final BatchItem item) {
		final JournalEntry entry = done.get(item.name());
		if (entry == null || !item.output().equals(entry.result()) || !Long
			.toUnsignedString(plan.seed(item)).equals(entry.seed()) ||
			!new ResultFolder(folder).has(item))
		{
			return false;
		}
		try {
			return task.input(item).equals(entry.input());
		}
		catch (final IOException e) {
			// NB: it is tried, and the error reported, like any other.
			return false;
		}
	}

	private void requireSameSettings(final Map<String, String> old) {
		final Map<String, String> all = new TreeMap<>(old);
		all.putAll(plan.settings());
		for (final String name : all.keySet()) {
			final String before = old.get(name);
			final String now = plan.settings().get(name);
			if (before == null || !before.equals(now)) {
				throw new IllegalArgumentException(folder +
					" holds results of a batch whose " + name + " was '" + before +
					"', now it is '" + now +
					"': choose another folder, or delete this one's files");
			}
		}
	}
}
