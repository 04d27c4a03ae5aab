
package org.latentj.batch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.batch.journal.JournalEntry;
import org.latentj.batch.journal.JournalReader;
import org.latentj.batch.journal.Shard;
import org.latentj.control.StopSignal;

/** A batch whose items others work on, as a cluster does. */
class BatchWorkersTest {

	private static final int COUNT = 5;

	private static final BatchPlan.Facts FACTS = new BatchPlan.Facts(Map.of(
		"steps", "1"), 7, SeedRule.DERIVED, Shard.WHOLE, Set.of());

	@TempDir
	Path tmp;

	/** Of a picture that cannot be read. */
	private String bad = "";

	private String model = "first";

	private final class Task implements BatchTask {

		@Override
		public String input(final BatchItem item) {
			return "input of " + item.name();
		}

		@Override
		public Result make(final BatchItem item, final long seed)
			throws IOException
		{
			if (item.name().equals(bad)) {
				throw new IOException(bad + " cannot be read");
			}
			final String used = model;
			return new Result() {

				@Override
				public void write(final Path file) throws IOException {
					Files.writeString(file, item.name() + " " + seed);
				}

				@Override
				public String record() {
					return "{}";
				}

				@Override
				public Map<String, String> models() {
					return Map.of("checkpoint", used);
				}
			};
		}
	}

	@Test
	void leavesTheSameFilesInWhateverOrderOthersWork() throws IOException {
		batch("here").run(BatchListener.NONE, new StopSignal());
		final BatchReport report = batch("there").run((open, taker, stop) -> {
			final List<OpenItem> shuffled = new ArrayList<>(open);
			Collections.reverse(shuffled);
			for (final OpenItem item : shuffled) {
				taker.take(sent(work("there").make(sent(item), "a" + item.item()
					.index(), BatchListener.NONE)));
			}
		}, BatchListener.NONE, new StopSignal());
		assertEquals("5 made, 0 kept from before, 0 failed", report.text());
		assertEquals(results("here"), results("there"));
		assertEquals("0 made, 5 kept from before, 0 failed", batch("there").run(
			BatchListener.NONE, new StopSignal()).text());
	}

	/** As a speculative copy, and a task that is done again, do it. */
	@Test
	void countsTheFirstOfTwoAttempts() throws IOException {
		final BatchReport report = batch("out").run((open, taker, stop) -> {
			for (final OpenItem item : open) {
				final MadeItem first = work("out").make(item, "first-" + item.item()
					.index(), BatchListener.NONE);
				final MadeItem second = work("out").make(item, "second-" + item.item()
					.index(), BatchListener.NONE);
				assertFalse(Files.exists(tmp.resolve("out").resolve(item.item()
					.output())), "it is there before it is taken");
				taker.take(second);
				taker.take(first);
			}
			// NB: one that is left behind by a machine that was killed.
			work("out").make(open.get(0), "late", BatchListener.NONE);
		}, BatchListener.NONE, new StopSignal());
		assertEquals("5 made, 0 kept from before, 0 failed", report.text());
		assertEquals(COUNT, JournalReader.read(tmp.resolve("out")).size());
		assertFalse(Files.exists(tmp.resolve("out/latentj-batch.unfinished")));
		assertEquals(2 * COUNT, results("out").size());
	}

	@Test
	void keepsWhatWasTakenBeforeAStopAndGoesOn() throws IOException {
		final StopSignal stop = new StopSignal();
		assertThrows(CancellationException.class, () -> batch("out").run((open,
			taker, signal) -> {
			taker.take(work("out").make(open.get(3), "x", BatchListener.NONE));
			work("out").make(open.get(4), "y", BatchListener.NONE);
			stop.stop();
			signal.check();
		}, BatchListener.NONE, stop));
		assertEquals(List.of("item 3"), JournalReader.read(tmp.resolve("out"))
			.stream().map(JournalEntry::item).toList());
		assertEquals(2, results("out").size());
		batch("here").run(BatchListener.NONE, new StopSignal());
		assertEquals("4 made, 1 kept from before, 0 failed", batch("out").run(
			BatchListener.NONE, new StopSignal()).text());
		assertEquals(results("here"), results("out"));
	}

	@Test
	void tellsWhatFailedThereAndWhatCannotBePutInPlace() throws IOException {
		bad = "item 2";
		final BatchReport report = batch("out").run((open, taker, stop) -> {
			for (final OpenItem item : open) {
				final MadeItem made = work("out").make(item, "a", BatchListener.NONE);
				if (item.item().index() == 1) {
					Files.writeString(tmp.resolve("out/1.txt"), "of a user's");
				}
				taker.take(made);
			}
		}, BatchListener.NONE, new StopSignal());
		assertEquals(List.of("item 1", "item 2"), report.failed().stream().map(
			JournalEntry::item).toList());
		assertTrue(report.failed().get(0).error().contains("is there already"));
		assertEquals("item 2 cannot be read", report.failed().get(1).error());
		assertEquals("of a user's", Files.readString(tmp.resolve("out/1.txt")));
		assertEquals(3, report.made());
	}

	@Test
	void endsIfAnotherMachineHasAnotherModel() {
		assertTrue(assertThrows(IOException.class, () -> batch("out").run((open,
			taker, stop) -> {
			taker.take(work("out").make(open.get(0), "a", BatchListener.NONE));
			model = "second";
			taker.take(work("out").make(open.get(1), "b", BatchListener.NONE));
		}, BatchListener.NONE, new StopSignal())).getMessage().contains(
			"its SHA-256 was first, now it is second"));
	}

	@Test
	void endsWhereNothingCanBeWrittenAndGoesOnLater() throws IOException {
		final Path unfinished = tmp.resolve("out/latentj-batch.unfinished");
		final List<String> begun = new ArrayList<>();
		final BatchListener blocking = (item, position, of) -> {
			begun.add(item.name());
			if (position == 3) {
				assertDoesNotThrow(() -> Files.writeString(unfinished, "in the way"));
			}
		};
		assertTrue(assertThrows(IOException.class, () -> batch("out").run(blocking,
			new StopSignal())).getMessage().startsWith(
				"the batch has ended, since nothing can be written into " + tmp.resolve(
					"out") + ": " + unfinished));
		assertEquals(List.of("item 0", "item 1", "item 2"), begun);
		Files.delete(unfinished);
		assertEquals("3 made, 2 kept from before, 0 failed", batch("out").run(
			BatchListener.NONE, new StopSignal()).text());
	}

	@Test
	void endsWhereItsFolderIsDeleted() throws IOException {
		final List<String> begun = new ArrayList<>();
		final BatchListener deleting = (item, position, of) -> {
			begun.add(item.name());
			if (position == 2) {
				delete(tmp.resolve("out"));
			}
		};
		assertEquals("the journal " + tmp.resolve("out/latentj-batch.jsonl") +
			" could not be written: " + tmp.resolve("out/latentj-batch.jsonl") +
			" is not there", assertThrows(IOException.class, () -> batch("out").run(
				deleting, new StopSignal())).getMessage());
		assertEquals(List.of("item 0", "item 1"), begun);
		assertEquals("5 made, 0 kept from before, 0 failed", batch("out").run(
			BatchListener.NONE, new StopSignal()).text());
	}

	private static void delete(final Path folder) {
		try (Stream<Path> all = Files.walk(folder)) {
			all.sorted(Comparator.reverseOrder()).forEach(f -> assertDoesNotThrow(
				() -> Files.delete(f)));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private Batch batch(final String folder) throws IOException {
		return new Batch(FACTS.of(IntStream.range(0, COUNT).mapToObj(
			i -> new BatchItem(i, "item " + i, i + ".txt")).toList()), new Task(), tmp
				.resolve(folder));
	}

	private ItemWork work(final String folder) {
		return new ItemWork(new Task(), tmp.resolve(folder), FACTS.shard(), FACTS
			.told());
	}

	/** Files but the batch's own, with what is in them. */
	private Map<String, String> results(final String folder) throws IOException {
		final Map<String, String> found = new TreeMap<>();
		try (Stream<Path> files = Files.list(tmp.resolve(folder))) {
			for (final Path file : files.toList()) {
				if (!file.getFileName().toString().startsWith("latentj-batch")) {
					found.put(file.getFileName().toString(), Files.readString(file));
				}
			}
		}
		return found;
	}

	/** What comes out at the other end of a line. */
	@SuppressWarnings("unchecked")
	private static <T> T sent(final T object) {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(object);
			out.flush();
			return (T) new ObjectInputStream(new ByteArrayInputStream(bytes
				.toByteArray())).readObject();
		}
		catch (IOException | ClassNotFoundException e) {
			throw new AssertionError(e);
		}
	}
}
