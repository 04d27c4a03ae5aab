
package org.latentj.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.batch.journal.Journal;
import org.latentj.batch.journal.JournalEntry;
import org.latentj.batch.journal.JournalReader;
import org.latentj.batch.journal.Shard;
import org.latentj.control.StopSignal;

class BatchTest {

	private static final int COUNT = 5;

	@TempDir
	Path tmp;

	private final Map<String, String> inputs = new HashMap<>();

	private final List<String> made = new ArrayList<>();

	/** What results are made with from an item on. */
	private String model = "first";

	private String modelOfResults;

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
		public Map<String, String> models() {
			return Map.of("model", model);
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
		public Map<String, String> models() {
			return Map.of("model", modelOfResults == null || made.size() < 3 ? model
				: modelOfResults);
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
		final JournalEntry entry = JournalReader.read(tmp).get(3);
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
			Files.writeString(Files.createDirectories(tmp.resolve(
				"latentj-batch.unfinished")).resolve("result.txt"), "it");
			run(Shard.WHOLE, 7);
			assertEquals(whole, files(), "killed at point " + point);
			assertEquals(COUNT, JournalReader.read(tmp).size());
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

	/** NB: journals of older versions tell of all settings. */
	@Test
	void goesOnWhereSettingsThatAreNotUsedWereOthers() throws IOException {
		run(Shard.WHOLE, 7);
		final BatchPlan plan = new BatchPlan(List.of(new BatchItem(0, "item 0",
			"0.txt")), Map.of(), 7, SeedRule.COUNT, Shard.WHOLE, Set.of("steps"));
		assertEquals(List.of(), new Batch(plan, new Task(), tmp).open(
			BatchListener.NONE, new StopSignal()));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new Batch(
			new BatchPlan(plan.items(), Map.of(), 7, SeedRule.COUNT, Shard.WHOLE),
			new Task(), tmp)).getMessage().contains("steps was '1'"));
	}

	/** NB: what failed is no result, and asks for no settings. */
	@Test
	void takesOtherSettingsWhereNothingWasFinished() throws IOException {
		for (int i = 0; i < COUNT; i++) {
			inputs.put("item " + i, "unreadable");
		}
		assertEquals(COUNT, run(Shard.WHOLE, 6).failed().size());
		assertEquals(Optional.of("6"), Batch.seedOf(tmp), "goes on with it");
		inputs.clear();
		inputs.put("item 0", "unreadable");
		assertEquals(1, run(Shard.WHOLE, 7).failed().size());
		assertEquals(Optional.of("7"), Batch.seedOf(tmp), "of the results");
		final String message = assertThrows(IllegalArgumentException.class,
			() -> run(Shard.WHOLE, 8)).getMessage();
		assertTrue(message.contains("seed was '7', now it is '8'"), message);
		inputs.clear();
		assertEquals("1 made, 4 kept from before, 0 failed", run(Shard.WHOLE, 7)
			.text());
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
			Map.of(), 1, SeedRule.SAME, Shard.WHOLE)).getMessage().contains(
				"'X.tif' too"));
		assertThrows(IllegalArgumentException.class, () -> new BatchItem(0, "a",
			"../a"));
	}

	@Test
	void makesAnewWhatIsNotWhatWasWritten() throws IOException {
		run(Shard.WHOLE, 7);
		final Map<String, String> whole = files();
		cut("1.txt");
		cut("2.txt.json");
		Files.writeString(tmp.resolve("3.txt"), "item 3 11");
		assertEquals(
			"3 made, 2 kept from before, 0 failed\nnot kept, since their " +
				"files had been changed or cut off: item 1, item 2, item 3", run(
					Shard.WHOLE, 7).text());
		assertEquals(whole, files());
	}

	private void cut(final String name) throws IOException {
		final String text = Files.readString(tmp.resolve(name));
		Files.writeString(tmp.resolve(name), text.substring(0, text.length() - 1));
	}

	@Test
	void keepsWhatAnOlderJournalTells() throws IOException {
		for (int i = 0; i < COUNT; i++) {
			Files.writeString(tmp.resolve(i + ".txt"), "old");
			Files.writeString(tmp.resolve(i + ".txt.json"), "{}");
		}
		journal(
			"""
					{"item":"item 0","settings":{"itemseeds":"count","seed":"7","steps":"1"},\
					"seed":"7","input":"same","seconds":0.125,"result":"0.txt"}
					{"item":"item 1","settings":{"itemseeds":"count","seed":"7","steps":"1"},\
					"seed":"8","input":"","seconds":0.002,"error":"item 1 cannot be read"}
					{"item":"item 1","settings":{"itemseeds":"count","seed":"7","steps":"1"},\
					"seed":"8","input":"same","seconds":3.0,"result":"1.txt"}
					""");
		assertEquals(List.of("item 2", "item 3", "item 4"), batch(Shard.WHOLE, 7)
			.open(BatchListener.NONE, new StopSignal()).stream().map(BatchItem::name)
			.toList());
		assertEquals("7", Batch.seedOf(tmp).orElseThrow());
	}

	@Test
	void holdsToTheModelsThatItBeganWith() throws IOException {
		modelOfResults = "second";
		final String message = assertThrows(IOException.class, () -> run(
			Shard.WHOLE, 7)).getMessage();
		assertTrue(message.startsWith(
			"the model was replaced while the batch was " +
				"at work: its SHA-256 was first, now it is second"), message);
		assertEquals(Set.of("0.txt", "0.txt.json", "1.txt", "1.txt.json"), files()
			.keySet());
		modelOfResults = null;
		assertEquals("3 made, 2 kept from before, 0 failed", run(Shard.WHOLE, 7)
			.text());
		model = "second";
		assertEquals("5 made, 0 kept from before, 0 failed", run(Shard.WHOLE, 7)
			.text());
	}

	@Test
	void costsOneItemOnlyIfItsFileCannotBeNamed() throws IOException {
		final List<BatchItem> items = List.of(new BatchItem(0, "long", "x".repeat(
			300) + ".txt"), new BatchItem(1, "two\nlines", "two\nlines.txt"),
			new BatchItem(2, "nul", "\0.txt"), new BatchItem(3, "unfinished-a",
				"unfinished-a.txt"), new BatchItem(4, "a", "a.txt"));
		final BatchReport report = new Batch(new BatchPlan(items, Map.of(), 7,
			SeedRule.SAME, Shard.WHOLE), new Task(), tmp).run(BatchListener.NONE,
				new StopSignal());
		final List<String> failed = report.failed().stream().map(JournalEntry::item)
			.toList();
		assertTrue(failed.containsAll(List.of("long", "nul")), report.text());
		assertTrue(report.text().contains("nul: the name '?.txt' has letters that"),
			report.text());
		assertEquals("unfinished-a 7", files().get("unfinished-a.txt"));
		assertEquals("a 7", files().get("a.txt"));
	}

	@Test
	void neverReplacesAFileThatIsNoResult() throws IOException {
		Files.writeString(tmp.resolve("1.txt"), "somebody's");
		Files.writeString(tmp.resolve("2.txt.json"), "{\"image\": 3}");
		final String report = run(Shard.WHOLE, 7).text();
		assertTrue(report.startsWith(
			"3 made, 0 kept from before, 2 failed\nitem 1: " + tmp.resolve("1.txt") +
				" is there already and is no result of"), report);
		assertEquals("somebody's", files().get("1.txt"));
		assertEquals("{\"image\": 3}", files().get("2.txt.json"));
		assertFalse(files().containsKey("2.txt"));
	}

	@Test
	void readsWhatIsDoneShownAndStoppably() throws IOException {
		run(Shard.WHOLE, 7);
		made.clear();
		Files.delete(tmp.resolve("4.txt"));
		final List<String> shown = new ArrayList<>();
		final StopSignal stop = new StopSignal();
		final Batch batch = batch(Shard.WHOLE, 7);
		assertThrows(CancellationException.class, () -> batch.run(
			new BatchListener()
			{

				@Override
				public void onCheck(final BatchItem item, final int position,
					final int of)
			{
					shown.add(item.name() + " " + position + " of " + of);
					if (position == 2) {
						stop.stop();
					}
				}

				@Override
				public void onItem(final BatchItem item, final int position,
					final int of)
			{
					shown.add("made");
				}
			}, stop));
		assertEquals(List.of("item 0 1 of 5", "item 1 2 of 5"), shown);
		assertEquals(List.of(), made);
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
			SeedRule.COUNT, shard), new Task(), tmp);
	}

	private void journal(final String lines) throws IOException {
		Files.writeString(tmp.resolve("latentj-batch.jsonl"), lines);
	}

	/** All files but journals. */
	private Map<String, String> files() throws IOException {
		final Map<String, String> files = new TreeMap<>();
		try (Stream<Path> paths = Files.list(tmp)) {
			for (final Path path : paths.toList()) {
				final String name = path.getFileName().toString();
				if (!name.startsWith("latentj-batch") || name.endsWith("unfinished")) {
					files.put(name, Files.readString(path));
				}
			}
		}
		return files;
	}

	private void clear() throws IOException {
		try (Stream<Path> paths = Files.list(tmp)) {
			for (final Path path : paths.toList()) {
				if (Files.isDirectory(path)) {
					for (final File file : path.toFile().listFiles()) {
						Files.delete(file.toPath());
					}
				}
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
