
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What tells a file from the one that lay in its place before, and from itself
 * with other bytes.
 *
 * @param file real path (symbolic links resolved)
 * @param size in bytes
 * @param modified time of the last change, milliseconds since 1970, which
 *          anybody can set
 * @param key what the file system knows it by, as text; "null" where it has no
 *          such key
 * @param changed when the file system saw its last change, as text, which
 *          nobody can set; where it doesn't tell, when the file was made
 */
public record FileState(Path file, long size, long modified, String key,
		String changed) {

	private static final String NO_KEY = "null";

	/** The state of a file now. */
	public static FileState of(final Path file) throws IOException {
		final Path real = file.toRealPath();
		final BasicFileAttributes a = Files.readAttributes(real,
			BasicFileAttributes.class);
		return new FileState(real, a.size(), a.lastModifiedTime().toMillis(), String
			.valueOf(a.fileKey()), changed(real, a));
	}

	private static String changed(final Path file, final BasicFileAttributes a)
		throws IOException
	{
		return file.getFileSystem().supportedFileAttributeViews().contains("unix")
			? Files.getAttribute(file, "unix:ctime").toString() : a.creationTime()
				.toString();
	}

	/**
	 * Fails unless this is another look at the same unchanged file.
	 *
	 * @throws CheckpointException if it isn't
	 */
	public void require(final FileState before) throws CheckpointException {
		if (!equals(before)) {
			throw new CheckpointException(before.file, "",
				"was changed or replaced while it was being loaded: run again, and " +
					"leave the file alone until then");
		}
	}

	/**
	 * Fails if this is a later look at the same file, not at another one in its
	 * place, and its bytes were changed.
	 *
	 * @throws CheckpointException if so
	 */
	public void requireSameBytes(final FileState before)
		throws CheckpointException
	{
		before.requireSame(key, size, modified);
	}

	/**
	 * Looks at the file again, and fails if its bytes were changed since then.
	 * Another one in its place is none of its.
	 *
	 * @throws CheckpointException if so
	 * @throws java.nio.file.NoSuchFileException if there is no file any more
	 */
	public void requireSameBytes() throws IOException {
		final BasicFileAttributes now = Files.readAttributes(file,
			BasicFileAttributes.class);
		requireSame(String.valueOf(now.fileKey()), now.size(), now
			.lastModifiedTime().toMillis());
	}

	private void requireSame(final String keyNow, final long sizeNow,
		final long modifiedNow) throws CheckpointException
	{
		final boolean sameFile = keyNow.equals(key) && !keyNow.equals(NO_KEY);
		if (sameFile && (sizeNow != size || modifiedNow != modified)) {
			throw new CheckpointException(file, "",
				"was overwritten or cut off while it was in use (it had " + size +
					" bytes, now it has " + sizeNow +
					"); put it back, and run again. To use another file, put it in the " +
					"place of this one instead of writing into it");
		}
	}
}
