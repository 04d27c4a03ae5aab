
package org.latentj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchTask;
import org.latentj.batch.ItemWork;
import org.latentj.batch.MadeItem;
import org.latentj.batch.OpenItem;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.control.StopSignal;
import org.scijava.Context;
import org.scijava.log.LogService;

class TaskItemsTest {

	private static final BatchPlan.Facts FACTS = new BatchPlan.Facts(Map.of(), 7,
		SeedRule.DERIVED, Shard.WHOLE, Set.of());

	@TempDir
	Path tmp;

	private final Context context = new Context(LogService.class);

	private final LogService log = context.service(LogService.class);

	private final List<String> worked = new ArrayList<>();

	private final List<MadeItem> made = new ArrayList<>();

	@AfterEach
	void dispose() {
		context.dispose();
	}

	/** Warns of each item, and has results that can or cannot be written. */
	private final class Texts implements BatchTask {

		@Override
		public String input(final BatchItem item) {
			return "";
		}

		@Override
		public Result make(final BatchItem item, final long seed) {
			worked.add(item.name());
			log.warn("of " + item.name());
			log.info("no warning");
			final Thread other = new Thread(() -> log.warn("of another task"));
			other.start();
			try {
				other.join();
			}
			catch (final InterruptedException e) {
				throw new IllegalStateException(e);
			}
			return new Result() {

				@Override
				public void write(final Path file) throws IOException {
					Files.writeString(file, item.name());
				}

				@Override
				public String record() {
					return "{}";
				}
			};
		}
	}

	private void make() {
		new TaskItems(new ItemWork(new Texts(), tmp.resolve("out"), FACTS.shard(),
			FACTS.told()), IntStream.range(0, 3).mapToObj(i -> new OpenItem(
				new BatchItem(i, "item " + i, i + ".txt"), i, false)).toList(), "a")
			.make(log, BatchListener.NONE, new StopSignal(), made::add);
	}

	@Test
	void sendsEachWarningWithItsItem() throws IOException {
		Files.createDirectory(tmp.resolve("out"));
		make();
		assertEquals(List.of(List.of("of item 0"), List.of("of item 1"), List.of(
			"of item 2")), made.stream().map(MadeItem::warnings).toList());
		assertTrue(made.stream().allMatch(m -> m.entry().succeeded()));
		log.warn("afterwards");
	}

	/** NB: with a file where results are written. */
	@Test
	void endsAtTheFirstResultThatCannotBeWritten() throws IOException {
		Files.writeString(Files.createDirectory(tmp.resolve("out")).resolve(
			"latentj-batch.unfinished"), "in the way");
		make();
		assertEquals(List.of("item 0"), worked);
		assertEquals(List.of("item 0", "item 1", "item 2"), made.stream().map(m -> m
			.entry().item()).toList());
		final String why = "not worked on, since nothing can be written into " + tmp
			.resolve("out") + ": ";
		assertTrue(made.subList(1, 3).stream().allMatch(m -> m.entry().error()
			.startsWith(why) && m.room() == 0), made.toString());
		assertTrue(made.get(0).room() > 0 && !made.get(0).entry().succeeded());
	}

	/** NB: that one cannot be made is no reason not to try the others. */
	@Test
	void goesOnAfterAnItemThatFails() throws IOException {
		Files.createDirectories(tmp.resolve("out"));
		Files.writeString(tmp.resolve("out/1.txt"), "somebody's");
		make();
		assertEquals(List.of("item 0", "item 2"), worked);
		assertEquals(List.of(true, false, true), made.stream().map(m -> m.entry()
			.succeeded()).toList());
	}
}
