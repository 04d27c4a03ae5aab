
package org.latentj.onnx.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * A folder of libraries in the temporary folder. The process that made it holds
 * a lock in it as long as it lives; it goes when the process ends, or, if that
 * was killed, when the next one begins.
 */
final class UnpackedFolder {

	private static final String NAME = "latentj-onnxruntime-";

	private static final String LOCK = "in-use.lock";

	/** Longer than it takes to make a lock, by far. */
	private static final Duration MAKING = Duration.ofMinutes(10);

	private final Path folder;

	/** NB: open to the end of the process, or the lock would be lost. */
	private final FileChannel lock;

	private final Predicate<Path> loadable;

	private UnpackedFolder(final Path folder, final FileChannel lock,
		final Predicate<Path> loadable)
	{
		this.folder = folder;
		this.lock = lock;
		this.loadable = loadable;
	}

	/** Makes one, which only this user may read. */
	static UnpackedFolder create(final Path temporary) throws IOException {
		// NB: Linux says of a file on a disk that is mounted "noexec" that it may
		// not be executed, whatever its permissions.
		return create(temporary, Files::isExecutable);
	}

	/**
	 * @param loadable whether a library whose permissions allow it can be used
	 */
	static UnpackedFolder create(final Path temporary,
		final Predicate<Path> loadable) throws IOException
	{
		final Path folder = Files.createTempDirectory(temporary, ownName());
		// NB: deleted in the opposite order.
		folder.toFile().deleteOnExit();
		final Path file = folder.resolve(LOCK);
		file.toFile().deleteOnExit();
		final FileChannel lock = FileChannel.open(file,
			StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		lock(lock);
		return new UnpackedFolder(folder, lock, loadable);
	}

	/** NB: some disks know no locks; then nobody deletes the folder either. */
	private static void lock(final FileChannel file) {
		try {
			file.lock();
		}
		catch (final IOException e) {
			return;
		}
	}

	/** NB: in containers process numbers come again soon, with the start not. */
	private static String ownName() {
		final ProcessHandle own = ProcessHandle.current();
		return NAME + own.pid() + "-" + own.info().startInstant().map(
			Instant::toEpochMilli).orElse(0L) + "-";
	}

	Path path() {
		return folder;
	}

	/**
	 * Adds a library.
	 *
	 * @throws IOException if it cannot be written, or not be loaded from there
	 */
	void add(final String name, final InputStream library) throws IOException {
		final Path file = folder.resolve(name);
		if (Files.exists(file)) {
			return;
		}
		file.toFile().deleteOnExit();
		Files.copy(library, file);
		file.toFile().setExecutable(true);
		if (!loadable.test(file)) {
			throw new IOException(
				"programs may not be run from there (it is mounted " +
					"with the option noexec)");
		}
	}

	/** Gives it up before the end of the process. */
	void delete() {
		try {
			lock.close();
			delete(folder);
		}
		catch (final IOException e) {
			// NB: what is left goes when the next process begins.
			return;
		}
	}

	/**
	 * Deletes the folders of processes that were killed. Those of other users,
	 * and those in use, are left alone.
	 */
	static void deleteUnused(final Path temporary) throws IOException {
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary,
			NAME + "*"))
		{
			for (final Path folder : folders) {
				deleteUnless(folder);
			}
		}
	}

	/**
	 * NB: a folder of this process is passed over, since the system forgets a
	 * lock when its file is closed a second time. One without a lock may just be
	 * in the making, but not for long.
	 */
	private static void deleteUnless(final Path folder) {
		final boolean own = folder.getFileName().toString().startsWith(ownName());
		if (own || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		try (FileChannel channel = FileChannel.open(folder.resolve(LOCK),
			StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))
		{
			final FileLock free = channel.tryLock();
			if (free == null) {
				return;
			}
		}
		catch (final NoSuchFileException e) {
			deleteEmpty(folder);
			return;
		}
		catch (IOException | OverlappingFileLockException e) {
			return;
		}
		try {
			delete(folder);
		}
		catch (final IOException e) {
			// NB: Windows deletes nothing that is in use; then it is not ours to
			// take.
			return;
		}
	}

	/** What is left where a process was killed while it made its lock. */
	private static void deleteEmpty(final Path folder) {
		try {
			if (Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now()
				.minus(MAKING)))
			{
				Files.delete(folder);
			}
		}
		catch (final IOException e) {
			// NB: it is another user's, or not empty.
			return;
		}
	}

	private static void delete(final Path folder) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
			for (final Path file : files) {
				Files.deleteIfExists(file);
			}
		}
		Files.deleteIfExists(folder);
	}
}
