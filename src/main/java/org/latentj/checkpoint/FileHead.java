
package org.latentj.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

import org.latentj.control.ClosedFolders;

/**
 * What can be told of a file or folder without reading it through.
 *
 * @param file the real path: symbolic links resolved, since ONNX Runtime
 *          refuses weights behind a link that leads out of the folder
 * @param named the path that it was asked for by, in which links are: what lies
 *          beside it is looked for there
 * @param size in bytes, 0 for a folder
 * @param folder whether it is a folder
 * @param start the first bytes, at most {@value #LENGTH} of them, one character
 *          each
 */
public record FileHead(Path file, Path named, long size, boolean folder,
		String start) {

	private static final int LENGTH = 64;

	/**
	 * Looks at a file or folder.
	 *
	 * @throws CheckpointException if it is missing, closed to us, a loop of links
	 *           or no regular file
	 */
	public static FileHead of(final Path file) throws IOException {
		return of(file, LENGTH);
	}

	/**
	 * Likewise without opening the file: its start is empty.
	 *
	 * @throws CheckpointException if it is missing or no regular file
	 */
	public static FileHead unopened(final Path file) throws IOException {
		return of(file, 0);
	}

	private static FileHead of(final Path file, final int length)
		throws IOException
	{
		try {
			final Path real = file.toRealPath();
			if (Files.isDirectory(real)) {
				return new FileHead(real, file, 0, true, "");
			}
			if (!Files.isRegularFile(real)) {
				throw new CheckpointException(real, "",
					"is neither a file nor a folder but a device, pipe or socket; choose a checkpoint file");
			}
			return new FileHead(real, file, Files.size(real), false, length == 0 ? ""
				: start(real, length));
		}
		catch (final NoSuchFileException e) {
			throw new CheckpointException(file, "",
				"there is no such file (a link to it may be broken)", e);
		}
		catch (final AccessDeniedException e) {
			throw new CheckpointException(file, "", ClosedFolders.FILE_PROBLEM, e);
		}
		catch (final FileSystemException e) {
			throw new CheckpointException(file, "", "cannot be opened: " + e
				.getReason() + "; if it is a symbolic link, let it lead to a file", e);
		}
	}

	private static String start(final Path real, final int length)
		throws IOException
	{
		try (InputStream in = Files.newInputStream(real)) {
			return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
		}
	}

	/** Whether the first bytes are these, one character each. */
	public boolean startsWith(final String bytes) {
		return start.startsWith(bytes);
	}

	/**
	 * Whether the file's name ends so, whatever its case; that of a link to it
	 * will do.
	 */
	public boolean isNamed(final String ending) {
		return file.toString().toLowerCase(Locale.ROOT).endsWith(ending) || named
			.toString().toLowerCase(Locale.ROOT).endsWith(ending);
	}

	/** Whether a folder has this entry. */
	public boolean holds(final String entry) {
		return folder && Files.exists(named.resolve(entry));
	}
}
