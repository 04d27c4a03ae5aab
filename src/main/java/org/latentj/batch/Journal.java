
package org.latentj.batch;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The journal of a batch, in the folder of its results: JSON lines, one for
 * each item that was done or could not be. Each shard writes a file of its own.
 * A line counts when its end is there: what a process that was killed left
 * behind half-written is cut off.
 */
final class Journal implements AutoCloseable {

	private static final String NAME = "latentj-batch";

	private static final String END = ".jsonl";

	private static final Gson GSON = new GsonBuilder().disableHtmlEscaping()
		.create();

	private final FileChannel channel;

	/**
	 * Opens the journal of a shard to add lines.
	 *
	 * @throws IOException if another process has it open
	 */
	Journal(final Path folder, final Shard shard) throws IOException {
		final Path file = folder.resolve(NAME + (shard.of() == 1 ? "" : "." + shard
			.number() + "-of-" + shard.of()) + END);
		channel = FileChannel.open(file, StandardOpenOption.CREATE,
			StandardOpenOption.READ, StandardOpenOption.WRITE);
		try {
			if (channel.tryLock() == null) {
				throw new OverlappingFileLockException();
			}
			channel.truncate(wholeLines(bytes(channel)));
			channel.position(channel.size());
		}
		catch (final OverlappingFileLockException e) {
			channel.close();
			throw new IOException("another batch is at work with " + file +
				": wait for its end, or choose another folder or shard", e);
		}
		catch (final IOException e) {
			channel.close();
			throw e;
		}
	}

	/** The lines of all shards; none if there is no such folder. */
	static List<JournalEntry> read(final Path folder) throws IOException {
		final List<JournalEntry> entries = new ArrayList<>();
		if (!Files.isDirectory(folder)) {
			return entries;
		}
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, NAME +
			"*" + END))
		{
			for (final Path file : files) {
				final byte[] bytes = Files.readAllBytes(file);
				final String text = new String(bytes, 0, wholeLines(bytes),
					StandardCharsets.UTF_8);
				for (final String line : text.lines().toList()) {
					entries.add(entry(file, line));
				}
			}
		}
		return entries;
	}

	private static JournalEntry entry(final Path file, final String line)
		throws IOException
	{
		try {
			final JournalEntry entry = GSON.fromJson(line, JournalEntry.class);
			if (entry != null && entry.item() != null && entry.settings() != null) {
				return entry;
			}
		}
		catch (final JsonParseException e) {
			throw new IOException(file + " has a line that is not of a batch: " +
				line, e);
		}
		throw new IOException(file + " has a line that is not of a batch: " + line);
	}

	/** Adds a line; when this returns it is on the disk. */
	void add(final JournalEntry entry) throws IOException {
		final ByteBuffer line = StandardCharsets.UTF_8.encode(GSON.toJson(entry) +
			"\n");
		while (line.hasRemaining()) {
			channel.write(line);
		}
		channel.force(false);
	}

	@Override
	public void close() throws IOException {
		channel.close();
	}

	/** NB: on some systems a locked file can be read through its channel only. */
	private static byte[] bytes(final FileChannel channel) throws IOException {
		final ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel
			.size()));
		while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
			// NB: one call may read less than all.
		}
		return bytes.array();
	}

	private static int wholeLines(final byte[] bytes) {
		int end = bytes.length;
		while (end > 0 && bytes[end - 1] != '\n') {
			end--;
		}
		return end;
	}
}
