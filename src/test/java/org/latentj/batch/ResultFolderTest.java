
package org.latentj.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.latentj.batch.journal.Shard;
import org.latentj.control.StopSignal;
import org.latentj.batch.journal.WrittenFile;
import org.latentj.batch.journal.JournalEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {

	private static final BatchItem ITEM = new BatchItem(0, "a.tif", "a.png");

	@TempDir
	Path folder;

	private static BatchTask.Result result(final String text,
		final boolean whole)
	{
		return new BatchTask.Result() {

			@Override
			public void write(final Path file) throws IOException {
				Files.writeString(file, text);
				if (!whole) {
					throw new IOException("no space left");
				}
			}

			@Override
			public String record() {
				return "{\"text\": \"" + text + "\"}";
			}
		};
	}

	private List<String> files() throws IOException {
		try (Stream<Path> all = Files.list(folder)) {
			return all.map(f -> f.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void keepsAnEarlierResultWithItsRecordWhereANewOneCannotBeWritten()
		throws IOException
	{
		final ResultFolder results = new ResultFolder(folder, Shard.WHOLE);
		results.write(ITEM, "", result("old", true), "");
		results.take(ITEM, "");
		final String record = Files.readString(folder.resolve("a.png.json"));
		assertTrue(record.contains("\"text\": \"old\""), record);
		assertThrows(IOException.class, () -> results.write(ITEM, "", result("new",
			false), ""));
		assertEquals("old", Files.readString(folder.resolve("a.png")));
		assertEquals(record, Files.readString(folder.resolve("a.png.json")));
		assertEquals(List.of("a.png", "a.png.json"), files());
	}

	/** NB: older journals tell of no files. */
	@Test
	void doesNotBelieveALineOfOtherFiles() throws IOException {
		final ResultFolder results = new ResultFolder(folder, Shard.WHOLE);
		final Map<String, WrittenFile> written = results.write(ITEM, "", result(
			"old", true), "");
		results.take(ITEM, "");
		assertTrue(results.has(ITEM, entry(written), new StopSignal()));
		assertTrue(results.has(ITEM, entry(Map.of()), new StopSignal()));
		assertFalse(results.has(ITEM, entry(Map.of("b.png", written.get("a.png"))),
			new StopSignal()));
	}

	private static JournalEntry entry(final Map<String, WrittenFile> files) {
		return new JournalEntry("a", Map.of(), "1", "", 0, "a.png", null, Map.of(),
			files);
	}

	@Test
	void leavesNothingOfAFirstResultThatCannotBeWritten() throws IOException {
		final ResultFolder results = new ResultFolder(folder, Shard.WHOLE);
		final String told = assertThrows(IOException.class, () -> results.write(
			ITEM, "", result("new", false), "")).getMessage();
		assertEquals("the result cannot be written into " + folder +
			": no space left", told);
		assertEquals(List.of(), files());
	}
}
