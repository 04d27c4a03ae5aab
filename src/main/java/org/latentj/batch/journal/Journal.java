
package org.latentj.batch.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The journal of a batch, in the folder of its results: JSON lines, one for
 * each item that was done or could not be. Each shard writes a file of its own,
 * and keeps others away while it has it open. A line counts when its end is
 * there: what a process that was killed left behind half-written is cut off.
 */
public final class Journal implements AutoCloseable {

	private static final int READ_AT_ONCE = 1 << 16;

	private final Path file;

	private final FolderLock lock;

	private final FileChannel channel;

	/**
	 * Opens the journal of a shard to add lines.
	 *
	 * @param folder is there
	 * @throws IOException if another batch has it open, or it cannot be written
	 */
	public Journal(final Path folder, final Shard shard) throws IOException {
		final ShardFiles files = new ShardFiles(folder, shard);
		file = files.journal();
		lock = new FolderLock(files.lock());
		boolean open = false;
		try {
			channel = opened();
			open = true;
		}
		finally {
			if (!open) {
				lock.close();
			}
		}
	}

	private FileChannel opened() throws IOException {
		if (Files.exists(file) && !Files.isRegularFile(file)) {
			throw new IOException(file +
				" is no file, and stands where a batch's journal belongs: move it away");
		}
		final FileChannel opened = FileChannel.open(file, StandardOpenOption.CREATE,
			StandardOpenOption.READ, StandardOpenOption.WRITE);
		try {
			opened.truncate(wholeLines(opened));
			opened.position(opened.size());
			return opened;
		}
		catch (final IOException e) {
			opened.close();
			throw e;
		}
	}

	/**
	 * Adds a line; when this returns it is on the disk.
	 *
	 * @throws IOException if it cannot be written, or the file is not there any
	 *           more
	 */
	public void add(final JournalEntry entry) throws IOException {
		final ByteBuffer line = StandardCharsets.UTF_8.encode(JournalLine.of(
			entry) + "\n");
		try {
			while (line.hasRemaining()) {
				channel.write(line);
			}
			channel.force(false);
			// NB: one can write into a file that was deleted.
			if (!Files.exists(file)) {
				throw new NoSuchFileException(file.toString());
			}
		}
		catch (final IOException e) {
			throw new IOException("the journal " + file + " could not be written: " +
				ErrorText.of(e), e);
		}
	}

	@Override
	public void close() throws IOException {
		try {
			channel.close();
		}
		finally {
			lock.close();
		}
	}

	/** How many bytes there are up to the end of the last whole line. */
	private static long wholeLines(final FileChannel channel) throws IOException {
		long end = channel.size();
		while (end > 0) {
			final long start = Math.max(0, end - READ_AT_ONCE);
			final ByteBuffer bytes = ByteBuffer.allocate((int) (end - start));
			while (bytes.hasRemaining() && channel.read(bytes, start + bytes
				.position()) >= 0)
			{
				// NB: one call may read less than all.
			}
			for (int i = bytes.position() - 1; i >= 0; i--) {
				if (bytes.get(i) == '\n') {
					return start + i + 1;
				}
			}
			end = start;
		}
		return 0;
	}
}
