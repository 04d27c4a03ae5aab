
package org.latentj.batch.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps others away from a shard's files while a batch is at work, in this
 * process and in others. What is locked is a file of its own that nobody reads:
 * on POSIX systems a process loses its locks of a file as soon as it closes any
 * channel of it, on Windows others could not read what is locked.
 */
public final class FolderLock implements AutoCloseable {

	/**
	 * NB: of the whole process, as the system's locks are: to try a lock that
	 * this process has would lose it.
	 */
	private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

	private final Path place;

	private final FileChannel channel;

	/**
	 * @param file made if it is not there; stays behind
	 * @throws IOException if another batch has the lock, or there can be none
	 */
	FolderLock(final Path file) throws IOException {
		place = file.getParent().toRealPath().resolve(file.getFileName());
		if (!HELD.add(place)) {
			throw busy(file);
		}
		boolean held = false;
		try {
			channel = locked(file);
			held = true;
		}
		finally {
			if (!held) {
				HELD.remove(place);
			}
		}
	}

	private static FileChannel locked(final Path file) throws IOException {
		final FileChannel channel = opened(file);
		boolean held = false;
		try {
			held = channel.tryLock() != null;
		}
		catch (final OverlappingFileLockException e) {
			throw busy(file);
		}
		catch (final IOException e) {
			throw new IOException("the file system of " + file.getParent() +
				" cannot lock files: choose a folder on another one; " + ErrorText.of(
					e), e);
		}
		finally {
			if (!held) {
				channel.close();
			}
		}
		if (!held) {
			throw busy(file);
		}
		return channel;
	}

	private static FileChannel opened(final Path file) throws IOException {
		try {
			return FileChannel.open(file, StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		}
		catch (final IOException e) {
			throw new IOException("nothing can be written into " + file.getParent() +
				": " + ErrorText.of(e), e);
		}
	}

	private static IOException busy(final Path file) {
		return new IOException("another batch is at work with " + file +
			": wait for its end, or choose another folder or shard");
	}

	@Override
	public void close() throws IOException {
		try {
			channel.close();
		}
		finally {
			HELD.remove(place);
		}
	}
}
