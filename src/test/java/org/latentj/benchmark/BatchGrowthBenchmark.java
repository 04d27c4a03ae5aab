
package org.latentj.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.latentj.batch.Batch;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchTask;
import org.latentj.batch.BatchWorkers;
import org.latentj.batch.ItemWork;
import org.latentj.batch.MadeItem;
import org.latentj.batch.OpenItem;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.command.batch.BatchFiles;
import org.latentj.control.StopSignal;

/**
 * What a batch of very many items costs beside the work on them, of which a
 * cluster's driver bears all: listing, planning, sending, putting in place, the
 * journal, finding out what is done.
 *
 * <pre>
 * java -Xmx4g -cp ... org.latentj.benchmark.BatchGrowthBenchmark FOLDER COUNT
 * </pre>
 */
public final class BatchGrowthBenchmark {

	private static final String RESULT = "r".repeat(64);

	private final Path input;

	private final Path output;

	private final int count;

	private BatchGrowthBenchmark(final Path folder, final int count)
		throws IOException
	{
		this.input = Files.createDirectories(folder.resolve("in"));
		this.output = folder.resolve("out");
		this.count = count;
	}

	public static void main(final String... args) throws IOException {
		new BatchGrowthBenchmark(Path.of(args[0]), Integer.parseInt(args[1])).run();
	}

	/** Results of a few bytes, so that what is seen is all beside them. */
	private static final class Task implements BatchTask {

		@Override
		public String input(final BatchItem item) {
			return "SHA-256 " + RESULT;
		}

		@Override
		public Result make(final BatchItem item, final long seed) {
			return new Result() {

				@Override
				public void write(final Path file) throws IOException {
					Files.writeString(file, RESULT);
				}

				@Override
				public String record() {
					return "{}";
				}
			};
		}
	}

	private void run() throws IOException {
		for (int i = 0; i < count; i++) {
			Files.createFile(input.resolve(String.format("plane%07d.tif", i)));
		}
		final long before = heap();
		long start = System.nanoTime();
		final List<BatchItem> items = BatchFiles.pictures(input, "tif");
		told("listing a file", start);
		start = System.nanoTime();
		final BatchPlan plan = new BatchPlan.Facts(Map.of("operation", "img2img",
			"prompt", "nuclei", "steps", "20"), 42, SeedRule.DERIVED, Shard.WHOLE, Set
				.of()).of(items);
		told("planning an item", start);
		System.out.printf(Locale.ROOT, "memory of a planned item: %d bytes%n",
			(heap() - before) / count);
		make(plan);
		start = System.nanoTime();
		final Batch again = new Batch(plan, new Task(), output);
		told("reading a line of the journal", start);
		System.out.printf(Locale.ROOT,
			"memory with the journal: %d bytes an item%n", (heap() - before) / count);
		start = System.nanoTime();
		final int open = again.open(BatchListener.NONE, new StopSignal()).size();
		told("finding out what is done of an item", start);
		System.out.println(open + " of " + plan.items().size() +
			" items are left; the journal has " + Files.size(output.resolve(
				"latentj-batch.jsonl")) / count + " bytes an item");
	}

	private void make(final BatchPlan plan) throws IOException {
		final ItemWork work = new ItemWork(new Task(), output, Shard.WHOLE, plan
			.settings());
		final long[] taken = new long[1];
		final long start = System.nanoTime();
		new Batch(plan, new Task(), output).run((open, taker, stop) -> {
			final List<MadeItem> made = new ArrayList<>();
			for (final OpenItem item : open) {
				made.add(work.make(item, "a" + item.item().index(),
					BatchListener.NONE));
			}
			System.out.printf(Locale.ROOT,
				"sent of an item: %d bytes; given back: %d bytes%n", sent(open), sent(
					made));
			taken[0] = take(made, taker);
		}, BatchListener.NONE, new StopSignal());
		System.out.printf(Locale.ROOT,
			"making a result of a few bytes: %.1f us an item%n", (System.nanoTime() -
				start - taken[0]) / 1e3 / count);
	}

	private long take(final List<MadeItem> made, final BatchWorkers.Taker taker)
		throws IOException
	{
		final long start = System.nanoTime();
		for (final MadeItem item : made) {
			taker.take(item);
		}
		told("putting a result in place, with its line in the journal", start);
		return System.nanoTime() - start;
	}

	/** Bytes for each, of tasks of 64. */
	private static long sent(final List<?> items) throws IOException {
		long bytes = 0;
		for (int i = 0; i < items.size(); i += 64) {
			final ByteArrayOutputStream all = new ByteArrayOutputStream();
			try (ObjectOutputStream out = new ObjectOutputStream(all)) {
				out.writeObject(new ArrayList<>(items.subList(i, Math.min(items.size(),
					i + 64))));
			}
			bytes += all.size();
		}
		return bytes / items.size();
	}

	private void told(final String what, final long start) {
		System.out.printf(Locale.ROOT, "%s: %.1f us%n", what, (System.nanoTime() -
			start) / 1e3 / count);
	}

	private static long heap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime()
			.freeMemory();
	}
}
