
package org.latentj.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.latentj.batch.journal.ErrorText;
import org.latentj.batch.journal.JournalEntry;
import org.latentj.control.AtomicMove;

/**
 * The items that failed, with how long that took and why.
 *
 * @param failed their entries, from the last time that each was tried
 */
record FailureTable(List<JournalEntry> failed) {

	/** The columns of the file. */
	private static final String HEADER = "item,seconds,error\n";

	/** For people: a line for each, with columns below each other. */
	String text() {
		final int width = failed.stream().mapToInt(e -> ErrorText.shown(e.item())
			.length()).max().orElse(0);
		final StringBuilder text = new StringBuilder();
		for (final JournalEntry entry : failed) {
			text.append(String.format(Locale.ROOT, "%-" + width + "s  %8.3f s  %s%n",
				ErrorText.shown(entry.item()), entry.seconds(), ErrorText.shown(entry
					.error())));
		}
		return text.toString();
	}

	/**
	 * Writes a CSV file, whole or not at all, in place of an older one.
	 *
	 * @throws IOException if it cannot be written
	 */
	void write(final Path file) throws IOException {
		final StringBuilder text = new StringBuilder(HEADER);
		for (final JournalEntry entry : failed) {
			text.append(quoted(entry.item())).append(',').append(entry.seconds())
				.append(',').append(quoted(entry.error())).append('\n');
		}
		final Path part = file.resolveSibling(file.getFileName() + ".part");
		try {
			Files.writeString(part, text);
			AtomicMove.move(part, file);
		}
		catch (final IOException e) {
			throw new IOException("the table of failed items cannot be written: " +
				ErrorText.of(e), e);
		}
		finally {
			Files.deleteIfExists(part);
		}
	}

	/** As RFC 4180 has it. */
	private static String quoted(final String text) {
		return '"' + text.replace("\"", "\"\"") + '"';
	}
}
