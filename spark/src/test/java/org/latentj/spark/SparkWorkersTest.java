
package org.latentj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.batch.Batch;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchReport;
import org.latentj.batch.BatchTask;
import org.latentj.batch.ItemWork;
import org.latentj.batch.MadeItem;
import org.latentj.batch.OpenItem;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.JournalReader;
import org.latentj.batch.journal.Shard;
import org.latentj.control.StopSignal;

import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** Attempts that are repeated, and items that fail for a while. */
class SparkWorkersTest {

	private static final int COUNT = 10;

	private static final BatchPlan.Facts FACTS = new BatchPlan.Facts(Map.of(), 7,
		SeedRule.DERIVED, Shard.WHOLE, Set.of());

	@TempDir
	Path tmp;

	/** Writes the item's name and seed; one fails until it was tried twice. */
	private record Texts(Path folder) implements BatchTask {

		@Override
		public String input(final BatchItem item) {
			return "";
		}

		@Override
		public Result make(final BatchItem item, final long seed)
			throws IOException
		{
			final Path tried = folder.resolve("tried " + item.index());
			if (item.index() == 4 && !Files.exists(tried)) {
				Files.createFile(tried);
				throw new IOException("not yet");
			}
			return new Result() {

				@Override
				public void write(final Path file) throws IOException {
					Files.writeString(file, item.name() + " " + seed);
				}

				@Override
				public String record() {
					return "{}";
				}
			};
		}
	}

	/** A task whose first attempt ends after its work, as a killed one does. */
	private static final class Flaky extends
		AbstractFunction1<Iterator<List<OpenItem>>, ArrayList<MadeItem>> implements
		Serializable
	{

		private static final long serialVersionUID = 1;

		private final String folder;

		private final boolean repeats;

		private final String failure;

		private Flaky(final Path folder, final boolean repeats,
			final String failure)
		{
			this.folder = folder.toString();
			this.repeats = repeats;
			this.failure = failure;
		}

		@Override
		public ArrayList<MadeItem> apply(final Iterator<List<OpenItem>> parts) {
			final ItemWork work = new ItemWork(new Texts(Path.of(folder)), Path.of(
				folder, "out"), FACTS.shard(), FACTS.told());
			final ArrayList<MadeItem> made = new ArrayList<>();
			while (parts.hasNext()) {
				for (final OpenItem item : parts.next()) {
					made.add(work.make(item, TaskContext.get().taskAttemptId() + "-" +
						made.size(), BatchListener.NONE));
				}
			}
			if (repeats && TaskContext.get().attemptNumber() == 0 ||
				failure != null)
			{
				throw new IllegalStateException(failure, new WorkerException(failure));
			}
			return made;
		}
	}

	@Test
	void losesNothingAndDoublesNothingWhereTasksAreRepeated() throws IOException {
		final BatchReport report = run(true, null, 1);
		assertEquals("10 made, 0 kept from before, 0 failed", report.text());
		assertEquals(COUNT, JournalReader.read(tmp.resolve("out")).size());
		assertFalse(Files.exists(tmp.resolve("out/latentj-batch.unfinished")));
		try (Stream<Path> files = Files.list(tmp.resolve("out"))) {
			assertEquals(2 * COUNT, files.filter(f -> !f.getFileName().toString()
				.startsWith("latentj-")).count());
		}
	}

	@Test
	void triesItemsAgainThatFailed() throws IOException {
		assertEquals("item 4: not yet", run(false, null, 0).text().lines().skip(1)
			.findFirst().orElse(""));
		Files.delete(tmp.resolve("tried 4"));
		assertEquals("1 made, 9 kept from before, 0 failed", run(false, null, 1)
			.text());
	}

	@Test
	void saysWhyNoTaskCanDoAnything() {
		final IOException e = assertThrows(IOException.class, () -> run(false,
			"node7: there is no checkpoint", 0));
		assertTrue(e.getMessage().contains("node7: there is no checkpoint"), e
			.getMessage());
	}

	/** NB: with a file where results are written. */
	@Test
	void triesNoneAgainWhereNothingCanBeWritten() throws IOException {
		final Path unfinished = Files.createDirectories(tmp.resolve("out")).resolve(
			"latentj-batch.unfinished");
		Files.writeString(unfinished, "in the way");
		assertTrue(assertThrows(IOException.class, () -> run(false, null, 1))
			.getMessage().contains("nothing can be written into " + tmp.resolve(
				"out")));
		Files.delete(unfinished);
		Files.deleteIfExists(tmp.resolve("tried 4"));
		assertEquals("10 made, 0 kept from before, 0 failed", run(false, null, 1)
			.text());
	}

	private BatchReport run(final boolean repeats, final String failure,
		final int retries) throws IOException
	{
		final SparkConf conf = new SparkConf().setMaster("local[2,3]").setAppName(
			"test").set("spark.ui.enabled", "false").set("spark.driver.host",
				"127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1");
		try (JavaSparkContext spark = new JavaSparkContext(conf)) {
			return new Batch(FACTS.of(IntStream.range(0, COUNT).mapToObj(
				i -> new BatchItem(i, "item " + i, i + ".txt")).toList()), new Texts(
					tmp), tmp.resolve("out")).run(new SparkWorkers(spark, new Flaky(tmp,
						repeats, failure), 3, retries), BatchListener.NONE,
						new StopSignal());
		}
	}

	@Test
	void dividesItemsIntoTasks() {
		assertEquals(List.of(List.of(1, 2), List.of(3, 4), List.of(5)), SparkWorkers
			.divided(List.of(1, 2, 3, 4, 5), 2));
		assertEquals(List.of(), SparkWorkers.divided(List.of(), 2));
		assertEquals(1, SparkWorkers.perTask(5, 8));
		assertEquals(List.of(), SparkWorkers.tapered(List.of(), 2));
		assertEquals(4, SparkWorkers.perTask(64, 2));
		assertEquals(64, SparkWorkers.perTask(1_000_000, 100));
		assertEquals(1, SparkWorkers.perTask(1, 0));
	}

	/** Or a slot would wait for a task of many items in the end. */
	@Test
	void endsWithTasksOfOneItemInEachSlot() {
		for (final int count : new int[] { 1, 7, 64, 1000, 100_000 }) {
			for (final int slots : new int[] { 1, 2, 16, 100 }) {
				final List<Integer> items = IntStream.range(0, count).boxed().toList();
				final List<ArrayList<Integer>> parts = SparkWorkers.tapered(items,
					slots);
				assertEquals(items, parts.stream().flatMap(List::stream).toList());
				final List<Integer> sizes = parts.stream().map(List::size).toList();
				assertEquals(sizes.stream().sorted(Comparator.reverseOrder()).toList(),
					sizes);
				assertEquals(SparkWorkers.perTask(count, slots), sizes.get(0));
				assertTrue(sizes.stream().filter(s -> s == 1).count() >= Math.min(count,
					slots), count + " in " + slots);
			}
		}
	}
}
