
package org.latentj.zarr.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

import org.latentj.control.AtomicMove;
import org.latentj.control.ClosedFolders;
import org.latentj.control.Failure;

/**
 * A Zarr in a folder. What is written gets a name of its own first, is brought
 * to the disk, and moved to its place in one step.
 *
 * @param folder need not be there
 */
public record FolderStore(Path folder) implements ChunkStore {

	/** Files that are not finished begin with it. */
	private static final String UNFINISHED = ".latentj-unfinished-";

	@Override
	public String name(final String key) {
		return folder.resolve(key).toString();
	}

	@Override
	public OptionalLong size(final String key) throws IOException {
		final Path file = file(key);
		try {
			// NB: Files.isRegularFile says no where nothing may be read, too, and
			// then pixels would be 0, as those that were never written.
			final BasicFileAttributes found = Files.readAttributes(file,
				BasicFileAttributes.class);
			if (!found.isRegularFile()) {
				throw new ZarrException(name(key), "is no file, which is needed");
			}
			return OptionalLong.of(found.size());
		}
		catch (final NoSuchFileException e) {
			return OptionalLong.empty();
		}
		catch (final FileSystemException e) {
			if (isBelowAFile(file)) {
				return OptionalLong.empty();
			}
			throw closed(key, e);
		}
	}

	/** NB: which is another error than that there is nothing. */
	private boolean isBelowAFile(final Path file) {
		for (Path above = file.getParent(); above != null && above.startsWith(
			folder); above = above.getParent())
		{
			if (Files.isRegularFile(above)) {
				return true;
			}
		}
		return false;
	}

	private ZarrException closed(final String key, final IOException e) {
		return new ZarrException(name(key), e instanceof AccessDeniedException
			? ClosedFolders.FILE_PROBLEM : "cannot be read: " +
				(e instanceof FileSystemException of ? of.getReason() : Failure.text(
					e)), e);
	}

	@Override
	public Optional<byte[]> read(final String key, final long most)
		throws IOException
	{
		final OptionalLong size = size(key);
		if (size.isEmpty()) {
			return Optional.empty();
		}
		if (size.getAsLong() > most) {
			throw new ZarrException(name(key), "has " + size.getAsLong() +
				" bytes, at most " + most + " are valid");
		}
		try {
			return Optional.of(read(key, 0, (int) size.getAsLong()));
		}
		catch (final NoSuchFileException e) {
			return Optional.empty();
		}
	}

	@Override
	public byte[] read(final String key, final long start, final int length)
		throws IOException
	{
		try (SeekableByteChannel channel = Files.newByteChannel(file(key))) {
			// NB: not before it is known that the file has so much.
			if (start < 0 || length < 0 || start > channel.size() - length) {
				throw new ZarrException(name(key), "is cut off: it has " + channel
					.size() + " bytes, and is read from " + start + " to " + (start +
						length));
			}
			final ByteBuffer bytes = ByteBuffer.allocate(length);
			channel.position(start);
			while (bytes.hasRemaining()) {
				if (channel.read(bytes) < 0) {
					throw new ZarrException(name(key),
						"became shorter while it was read");
				}
			}
			return bytes.array();
		}
		// NB: who interrupts it knows.
		catch (ZarrException | NoSuchFileException | ClosedChannelException e) {
			throw e;
		}
		catch (final IOException e) {
			throw closed(key, e);
		}
	}

	@Override
	public void write(final String key, final byte[] bytes) throws IOException {
		final Path file = file(key);
		final Path unfinished = file.resolveSibling(UNFINISHED + UUID.randomUUID());
		Files.createDirectories(file.getParent());
		try {
			try (FileChannel channel = FileChannel.open(unfinished,
				StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
			{
				final ByteBuffer rest = ByteBuffer.wrap(bytes);
				while (rest.hasRemaining()) {
					channel.write(rest);
				}
				channel.force(true);
			}
			AtomicMove.move(unfinished, file);
		}
		catch (final FileSystemException e) {
			throw e;
		}
		// NB: what a full disk is told by names no file.
		catch (final IOException e) {
			throw new ZarrException(name(key), "could not be written: " + Failure
				.text(e), e);
		}
		finally {
			Files.deleteIfExists(unfinished);
		}
	}

	@Override
	public void remove(final String key) throws IOException {
		Files.deleteIfExists(file(key));
	}

	@Override
	public List<String> below(final String key) throws IOException {
		final Path path = key.isEmpty() ? folder : file(key);
		try (Stream<Path> names = Files.list(path)) {
			return names.map(p -> p.getFileName().toString()).filter(n -> !n
				.startsWith(UNFINISHED)).sorted().toList();
		}
		catch (NoSuchFileException | NotDirectoryException e) {
			return List.of();
		}
		catch (final FileSystemException e) {
			if (isBelowAFile(path)) {
				return List.of();
			}
			throw closed(key, e);
		}
	}

	/** NB: keys come out of files, and must not lead out of the folder. */
	private Path file(final String key) throws ZarrException {
		for (final String part : key.split("/", -1)) {
			if (part.isEmpty() || part.equals(".") || part.equals("..") || part
				.contains("\\") || part.contains(":") || part.indexOf('\0') >= 0)
			{
				throw new ZarrException(folder.toString(), "has no '" + key.replace(
					'\0', '?') + "': valid are names with / between them");
			}
		}
		try {
			return folder.resolve(key);
		}
		catch (final InvalidPathException e) {
			throw new ZarrException(folder.toString(), "has no '" + key + "': " + e
				.getReason(), e);
		}
	}
}
