
package org.latentj.similarity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;

import org.latentj.control.AtomicMove;
import org.latentj.control.Failure;

/**
 * A file with a table, and beside it {@code NAME.json} with how that was made.
 * Both are whole or not there. A file that is no such table is never replaced.
 *
 * @param file ends with {@code .csv}
 */
public record CsvFile(Path file) {

	/** @throws IllegalArgumentException if the name does not end so */
	public CsvFile {
		if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
			throw new IllegalArgumentException("csv is '" + file +
				"', its name must end with .csv");
		}
	}

	/**
	 * The one of a name.
	 *
	 * @throws IllegalArgumentException if it is none
	 */
	public static CsvFile of(final String name) {
		try {
			return new CsvFile(Path.of(name).toAbsolutePath());
		}
		catch (final InvalidPathException e) {
			throw new IllegalArgumentException("csv is '" + name +
				"', which is no path: " + e.getReason(), e);
		}
	}

	/** The file of the record. */
	public Path record() {
		return file.resolveSibling(file.getFileName() + ".json");
	}

	/**
	 * Fails if nothing can be written there, or something would be lost by it.
	 *
	 * @throws IOException if so
	 */
	public void requireFree() throws IOException {
		if (!Files.isDirectory(file.getParent())) {
			throw new IOException("csv is '" + file + "', but there is no folder " +
				file.getParent());
		}
		for (final Path each : new Path[] { file, record() }) {
			if (Files.exists(each) && !isOurs(each)) {
				throw new IOException(each + " is there already and is no table of " +
					"Similarity...: move it away, or choose another name");
			}
		}
		requireWritable();
	}

	private void requireWritable() throws IOException {
		try {
			Files.delete(part(""));
		}
		catch (final IOException e) {
			throw new IOException("csv is '" + file +
				"', but nothing can be written into the folder " + file.getParent() +
				": choose another one", e);
		}
	}

	private boolean isOurs(final Path each) throws IOException {
		if (!Files.isRegularFile(each)) {
			return false;
		}
		final byte[] start = new byte[200];
		final int read;
		try (var in = Files.newInputStream(each)) {
			read = in.readNBytes(start, 0, start.length);
		}
		final String text = new String(start, 0, read, StandardCharsets.UTF_8);
		return each.equals(file) ? text.startsWith(String.join(",",
			Comparison.BEFORE) + ",") : text.contains(
				"\"operation\": \"similarity\"");
	}

	/**
	 * Writes both.
	 *
	 * @param csv as {@link ScoreTable#csv} gives it
	 * @param json as {@link ScoreRecord#json} gives it
	 * @throws IOException which names the file
	 */
	public void write(final String csv, final String json) throws IOException {
		requireFree();
		try {
			writeBoth(csv, json);
		}
		catch (final IOException e) {
			throw new IOException("csv is '" + file +
				"', which could not be written: " + Failure.text(e), e);
		}
	}

	private void writeBoth(final String csv, final String json)
		throws IOException
	{
		final Path newRecord = part(json + "\n");
		try {
			final Path newTable = part(csv);
			try {
				AtomicMove.move(newRecord, record());
				AtomicMove.move(newTable, file);
			}
			finally {
				Files.deleteIfExists(newTable);
			}
		}
		finally {
			Files.deleteIfExists(newRecord);
		}
	}

	private Path part(final String text) throws IOException {
		// NB: a temporary file would be closed to others.
		final Path part = file.resolveSibling(".latentj-" + UUID.randomUUID());
		try {
			return Files.writeString(part, text);
		}
		catch (final IOException | RuntimeException e) {
			Files.deleteIfExists(part);
			throw e;
		}
	}
}
