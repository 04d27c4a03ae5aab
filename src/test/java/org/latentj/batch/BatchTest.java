
package org.latentj.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.control.StopSignal;

class BatchTest {

	private static final int COUNT = 5;

	@TempDir
	Path tmp;

	private final Map<String, String> inputs = new HashMap<>();

	private final List<String> made = new ArrayList<>();

	/** Counts down at each point where a process could be killed. */
	private int points = Integer.MAX_VALUE;

	private static final class Killed extends Error {

		private static final long serialVersionUID = 1;
	}

	private final class Task implements BatchTask {

		@Override
		public String input(final BatchItem item) throws IOException {
			final String input = inputs.getOrDefault(item.name(), "same");
			if (input.equals("unreadable")) {
				throw new IOException(item.name() + " cannot be read");
			}
			return input;
		}

		@Override
		public Result make(final BatchItem item, final long seed) {
			point();
			made.add(item.name());
			return new Text(item.name() + " " + seed);
		}
	}

	private final class Text implements BatchTask.Result {

		private final String text;

		private Text(final String text) {
			this.text = text;
		}

		@Override
		public void write(final Path file) throws IOException {
			Files.writeString(file, text.substring(0, 3));
			point();
			Files.writeString(file, text);
		}

		@Override
		public String record() {
			point();
			return "{\"made\": \"" + text + "\"}";
		}
	}

	@Test
	void writesResultsRecordsAndAJournal() throws IOException {
		final BatchReport report = run(Shard.WHOLE, 7);
		assertEquals("5 made, 0 kept from before, 0 failed", report.text());
		final Map<String, String> files = files();
		assertEquals(2 * COUNT, files.size());
		assertEquals("item 3 10", files.get("3.txt"));
		assertTrue(files.get("3.txt.json").contains("\"input\": \"same\""));
		assertTrue(files.get("3.txt.json").contains("\"made\": \"item 3 10\""));
		final JournalEntry entry = Journal.read(tmp).get(3);
		assertEquals("item 3", entry.item());
		assertEquals("10", entry.seed());
		assertEquals(Map.of("steps", "1", "seed", "7", "itemseeds", "count"), entry
			.settings());
		assertEquals("3.txt", entry.result());
	}

	@Test
	void keepsWhatIsDone() throws IOException {
		run(Shard.WHOLE, 7);
		made.clear();
		assertEquals("0 made, 5 kept from before, 0 failed", run(Shard.WHOLE, 7)
			.text());
		Files.delete(tmp.resolve("1.txt"));
		inputs.put("item 4", "another");
		run(Shard.WHOLE, 7);
		assertEquals(List.of("item 1", "item 4"), made);
	}

	@Test
	void givesTheSameFilesWhereverItIsKilled() throws IOException {
		run(Shard.WHOLE, 7);
		final Map<String, String> whole = files();
		for (int point = 1; point <= 3 * COUNT; point++) {
			clear();
			points = point;
			assertThrows(Killed.class, () -> run(Shard.WHOLE, 7));
			points = Integer.MAX_VALUE;
			final Path journal = tmp.resolve("latentj-batch.jsonl");
			// NB: as if it had been killed while it wrote the line.
			Files.writeString(journal, "{\"item\":\"item 4\",\"set",
				StandardOpenOption.APPEND);
			Files.writeString(tmp.resolve("unfinished-4.txt"), "it");
			run(Shard.WHOLE, 7);
			assertEquals(whole, files(), "killed at point " + point);
			assertEquals(COUNT, Journal.read(tmp).size());
		}
	}

	@Test
	void reportsABadItemAndGoesOn() throws IOException {
		inputs.put("item 1", "unreadable");
		final BatchReport report = run(Shard.WHOLE, 7);
		assertEquals("4 made, 0 kept from before, 1 failed\n" +
			"item 1: item 1 cannot be read", report.text());
		assertFalse(Files.exists(tmp.resolve("1.txt")));
		inputs.clear();
		assertEquals("1 made, 4 kept from before, 0 failed", run(Shard.WHOLE, 7)
			.text());
	}

	@Test
	void givesTheSameFilesHoweverItIsDivided() throws IOException {
		run(Shard.WHOLE, 7);
		final Map<String, String> whole = files();
		clear();
		run(new Shard(2, 2), 7);
		assertEquals(Set.of("1.txt", "1.txt.json", "3.txt", "3.txt.json"), files()
			.keySet());
		run(new Shard(1, 3), 7);
		assertEquals("2 made, 3 kept from before, 0 failed", run(Shard.WHOLE, 7)
			.text());
		assertEquals(whole, files());
	}

	@Test
	void refusesAFolderOfOtherSettings() throws IOException {
		run(Shard.WHOLE, 7);
		final String message = assertThrows(IllegalArgumentException.class,
			() -> run(Shard.WHOLE, 8)).getMessage();
		assertTrue(message.contains("seed was '7', now it is '8'"), message);
	}

	@Test
	void refusesToWorkBesideAnother() throws IOException {
		try (Journal other = new Journal(tmp, Shard.WHOLE)) {
			assertTrue(assertThrows(IOException.class, () -> run(Shard.WHOLE, 7))
				.getMessage().contains("another batch"));
		}
		run(Shard.WHOLE, 7);
	}

	@Test
	void stopsBetweenItems() throws IOException {
		final StopSignal stop = new StopSignal();
		assertThrows(CancellationException.class, () -> batch(Shard.WHOLE, 7).run((
			item, position, of) -> {
			if (position == 3) {
				stop.stop();
			}
		}, stop));
		assertEquals(3, made.size());
		assertEquals("2 made, 3 kept from before, 0 failed", run(Shard.WHOLE, 7)
			.text());
	}

	@Test
	void refusesItemsThatWouldBecomeTheSameFile() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new BatchPlan(
			List.of(new BatchItem(0, "a", "x.tif"), new BatchItem(1, "b", "X.tif")),
			Map.of(), 1, ItemSeeds.SAME, Shard.WHOLE)).getMessage().contains(
				"'X.tif' too"));
		assertThrows(IllegalArgumentException.class, () -> new BatchItem(0, "a",
			"../a"));
	}

	@Test
	void saysWhichLineOfAJournalIsNone() throws IOException {
		Files.writeString(tmp.resolve("latentj-batch.jsonl"), "{\"a\":1}\n");
		assertTrue(assertThrows(IOException.class, () -> run(Shard.WHOLE, 7))
			.getMessage().contains("{\"a\":1}"));
	}

	private BatchReport run(final Shard shard, final long seed)
		throws IOException
	{
		return batch(shard, seed).run(BatchListener.NONE, new StopSignal());
	}

	private Batch batch(final Shard shard, final long seed) throws IOException {
		final List<BatchItem> items = new ArrayList<>();
		for (int i = 0; i < COUNT; i++) {
			items.add(new BatchItem(i, "item " + i, i + ".txt"));
		}
		return new Batch(new BatchPlan(items, Map.of("steps", "1"), seed,
			ItemSeeds.COUNT, shard), new Task(), tmp);
	}

	/** All files but journals. */
	private Map<String, String> files() throws IOException {
		final Map<String, String> files = new TreeMap<>();
		try (Stream<Path> paths = Files.list(tmp)) {
			for (final Path path : paths.toList()) {
				final String name = path.getFileName().toString();
				if (!name.endsWith(".jsonl")) {
					files.put(name, Files.readString(path));
				}
			}
		}
		return files;
	}

	private void clear() throws IOException {
		try (Stream<Path> paths = Files.list(tmp)) {
			for (final Path path : paths.toList()) {
				Files.delete(path);
			}
		}
	}

	private void point() {
		if (--points == 0) {
			throw new Killed();
		}
	}
}
