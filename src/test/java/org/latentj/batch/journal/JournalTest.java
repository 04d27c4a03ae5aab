
package org.latentj.batch.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

import org.latentj.batch.BatchItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

	private static final String WRITTEN = "{'bytes':1,'sha256':'" +
		"0000000000000000000000000000000000000000000000000000000000000000'}";

	static final JournalEntry ENTRY = new JournalEntry("a", Map.of("seed", "7"),
		"8", "same", 1.5, "a.txt", null, Map.of("model", "m"), Map.of("a.txt",
			new WrittenFile(3, "0123456789abcdef".repeat(4))));

	@TempDir
	Path tmp;

	@Test
	void readsWhatItWrote() throws IOException {
		final JournalEntry failed = new JournalEntry("b\n\u00fc", Map.of("seed",
			"18446744073709551615"), "0", "", 0, null, "why", Map.of(), Map.of());
		try (Journal journal = new Journal(tmp, Shard.WHOLE)) {
			journal.add(ENTRY);
			journal.add(failed);
		}
		assertEquals(List.of(ENTRY, failed), JournalReader.read(tmp));
	}

	/** What is left if the power fails: blocks of zeros, and ends of lines. */
	@Test
	void passesOverWhatNeverCameToTheDisk() throws IOException {
		final String line = JournalLine.of(ENTRY) + "\n";
		final String zeros = "\0".repeat(100);
		journal("\uFEFF" + line + "\n \r\n" + zeros + "\n" + zeros + line + line
			.substring(0, 20) + zeros + line.substring(20) + line + line.substring(0,
				9) + zeros);
		assertEquals(List.of(ENTRY, ENTRY, ENTRY), JournalReader.read(tmp));
		try (Journal journal = new Journal(tmp, Shard.WHOLE)) {
			journal.add(ENTRY);
		}
		assertEquals(4, JournalReader.read(tmp).size());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
		"{'a':1}|settings is missing, it must be an object",
		"{'item':'a','item':'b','settings':{}}|'item' is given twice in this JSON: give it once",
		"[]|it must be a JSON object", "nonsense|it must be a JSON object",
		"{'settings':{'seed':null}}|settings.seed is null, it must be a text",
		"{'settings':{'seed':'x'}}|settings.seed is 'x', it must be a whole number",
		"{'settings':{}}|item is missing, it must be a text",
		"{'item':null,'settings':{}}|item is null, it must be a text",
		"{'item':'a','settings':{},'seed':'-1'}|seed is '-1', it must be a whole",
		"{'item':'a','settings':{},'seconds':'long'}|seconds is \"long\", it must be",
		"{'item':'a','settings':{},'seconds':-1}|seconds is -1, it must be a number",
		"{'item':'a','settings':{},'result':[]}|result is [], it must be a text",
		"{'item':'a','settings':[]}|settings is [], it must be an object",
		"{'item':'a','settings':{},'files':{'a':1}}|files.a is 1, it must be an",
		"{'item':'a','settings':{},'files':{'../../x.tif':" + WRITTEN +
			"}}|files.../../x.tif is '../../x.tif', it must be the name of a file in the folder of the results",
		"{'item':'a','settings':{},'files':{'/tmp/x.tif':" + WRITTEN +
			"}}|files./tmp/x.tif is '/tmp/x.tif', it must be the name of a file in",
		"{'item':'a','settings':{},'files':{'a/../x.tif':" + WRITTEN +
			"}}|files.a/../x.tif is 'a/../x.tif', it must be the name of a file in",
		"{'item':'a','settings':{},'result':'../x.tif'}|result is '../x.tif', it must be the name of a file in" })
	void saysWhichLineIsNoneAndWhatWouldBeValid(final String line,
		final String reason) throws IOException
	{
		journal(JournalLine.of(ENTRY) + "\n" + line.replace('\'', '"') + "\n");
		final String message = assertThrows(IOException.class, () -> JournalReader
			.read(tmp)).getMessage();
		assertTrue(message.startsWith(tmp.resolve("latentj-batch.jsonl") +
			", line 2, is no line of a batch's journal: " + reason), message);
		assertTrue(message.contains("Delete the line") && message.endsWith(line
			.replace('\'', '"')), message);
	}

	@Test
	void saysThatALineIsNotInUtf8() throws IOException {
		Files.write(tmp.resolve("latentj-batch.jsonl"), new byte[] { '{',
			(byte) 0xe4, '}', '\n' });
		assertTrue(assertThrows(IOException.class, () -> JournalReader.read(tmp))
			.getMessage().contains(
				"line 1, is no line of a batch's journal: it must " + "be UTF-8"));
	}

	@Test
	void refusesAFolderInItsPlace() throws IOException {
		Files.createDirectory(tmp.resolve("latentj-batch.1-of-2.jsonl"));
		final String reading = assertThrows(IOException.class, () -> JournalReader
			.read(tmp)).getMessage();
		final String writing = assertThrows(IOException.class, () -> new Journal(
			tmp, new Shard(1, 2))).getMessage();
		assertEquals(reading, writing);
		assertTrue(reading.endsWith(
			"stands where a batch's journal belongs: move " + "it away"), reading);
	}

	@Test
	void keepsOthersAwayFromItsShardOnly() throws IOException {
		try (Journal one = new Journal(tmp, new Shard(1, 2))) {
			assertTrue(assertThrows(IOException.class, () -> new Journal(tmp,
				new Shard(1, 2))).getMessage().startsWith("another batch is at work"));
			one.add(ENTRY);
			try (Journal two = new Journal(tmp, new Shard(2, 2))) {
				two.add(ENTRY);
				assertEquals(2, JournalReader.read(tmp).size());
			}
		}
		new Journal(tmp, new Shard(1, 2)).close();
	}

	/** NB: a process that closes a file loses its locks of it. */
	@Test
	void keepsOtherProcessesAwayWhileThisOneReads() throws Exception {
		try (Journal journal = new Journal(tmp, Shard.WHOLE)) {
			journal.add(ENTRY);
			JournalReader.read(tmp);
			assertThrows(IOException.class, () -> new Journal(tmp, Shard.WHOLE));
			assertEquals("busy", otherProcess());
		}
		assertEquals("free", otherProcess());
	}

	private String otherProcess() throws Exception {
		final Process process = new ProcessBuilder(Path.of(System.getProperty(
			"java.home"), "bin", "java").toString(), "-Xshare:auto",
			"-XX:TieredStopAtLevel=1", "-cp", System.getProperty(
				"surefire.test.class.path", System.getProperty("java.class.path")),
			Other.class.getName(), tmp.toString()).start();
		final String answer = new String(process.getInputStream().readAllBytes())
			.strip();
		assertEquals(0, process.waitFor());
		return answer;
	}

	/** Tries to open the journal of a folder. */
	static final class Other {

		private Other() {}

		public static void main(final String... args) {
			try (Journal journal = new Journal(Path.of(args[0]), Shard.WHOLE)) {
				System.out.println("free");
			}
			catch (final IOException e) {
				System.out.println(e.getMessage().startsWith("another batch") ? "busy"
					: e.toString());
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "latentj-batch.jsonl", "LatentJ-Batch.2-of-8.lock",
		"latentj-batch.unfinished", "a/b", "..", "" })
	void isNoNameOfAResult(final String name) {
		assertThrows(IllegalArgumentException.class, () -> new BatchItem(0, "a",
			name));
	}

	@Test
	void cutsOffALongHalfLine() throws IOException {
		final String line = JournalLine.of(ENTRY) + "\n";
		journal(line + "x".repeat(200_000));
		new Journal(tmp, Shard.WHOLE).close();
		try (FileChannel file = FileChannel.open(tmp.resolve("latentj-batch.jsonl"),
			StandardOpenOption.READ))
		{
			assertEquals(line.length(), file.size());
		}
		assertFalse(Files.exists(tmp.resolve("latentj-batch.unfinished")));
	}

	private void journal(final String text) throws IOException {
		Files.writeString(tmp.resolve("latentj-batch.jsonl"), text);
	}
}
