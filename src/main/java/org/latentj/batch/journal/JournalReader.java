
package org.latentj.batch.journal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.latentj.control.Utf8;

/**
 * Reads the journals of a folder. What an end without a warning leaves behind
 * is passed over: a last line without its end, blank lines, and parts of which
 * only zero bytes have come to the disk.
 */
public final class JournalReader {

	private static final int SHOWN = 200;

	private final List<JournalEntry> entries = new ArrayList<>();

	/** NB: thousands of lines with the same settings take memory for one. */
	private final Map<Map<String, String>, Map<String, String>> settings =
		new HashMap<>();

	private JournalReader() {}

	/**
	 * The lines of all shards; none if there is no such folder.
	 *
	 * @throws IOException if a journal cannot be read or has a line that is none;
	 *           the message names file, line, and what would be valid
	 */
	public static List<JournalEntry> read(final Path folder) throws IOException {
		final JournalReader reader = new JournalReader();
		if (Files.isDirectory(folder)) {
			try (DirectoryStream<Path> files = Files.newDirectoryStream(folder,
				ShardFiles.JOURNALS))
			{
				for (final Path file : files) {
					reader.readFile(file);
				}
			}
			catch (final DirectoryIteratorException e) {
				throw e.getCause();
			}
			catch (final FileSystemException e) {
				throw new IOException("the journals in " + folder +
					" cannot be read: " + ErrorText.of(e), e);
			}
		}
		return reader.entries;
	}

	private void readFile(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			throw new IOException(file +
				" is no file, and stands where a batch's journal belongs: move it away");
		}
		try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
			final ByteArrayOutputStream line = new ByteArrayOutputStream();
			boolean whole = true;
			int number = 1;
			for (int b = in.read(); b >= 0; b = in.read()) {
				if (b == '\n') {
					add(new Line(file, number++, whole), line.toByteArray());
					line.reset();
					whole = true;
				}
				else if (b == 0) {
					// NB: JSON has none: what was here never came to the disk.
					line.reset();
					whole = false;
				}
				else {
					line.write(b);
				}
			}
		}
	}

	/**
	 * Where a line is.
	 *
	 * @param whole whether all of it came to the disk
	 */
	private record Line(Path file, int number, boolean whole) {
	}

	private void add(final Line line, final byte[] bytes) throws IOException {
		String text = "";
		try {
			text = Utf8.text(bytes);
			if (line.number == 1 && text.startsWith("\uFEFF")) {
				text = text.substring(1);
			}
			if (!text.isBlank()) {
				final JournalEntry entry = JournalLine.parse(text);
				entries.add(with(entry, settings.computeIfAbsent(entry.settings(),
					s -> s)));
			}
		}
		catch (final Utf8.Malformed e) {
			failure(line, "it must be UTF-8", "", e);
		}
		catch (final IllegalArgumentException e) {
			failure(line, e.getMessage(), text, e);
		}
	}

	private static JournalEntry with(final JournalEntry e,
		final Map<String, String> settings)
	{
		return new JournalEntry(e.item(), settings, e.seed(), e.input(), e
			.seconds(), e.result(), e.error(), e.models(), e.files());
	}

	/** NB: what is left of a line counts if it is one, and is no error if not. */
	private static void failure(final Line line, final String reason,
		final String text, final Exception cause) throws IOException
	{
		if (line.whole) {
			throw new IOException(line.file + ", line " + line.number +
				", is no line of a batch's journal: " + reason +
				". Delete the line, and its item is made anew" + (text.isEmpty() ? ""
					: ": " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) +
						"...")), cause);
		}
	}
}
