
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What tells a file from the one that lay in its place before.
 *
 * @param file real path (symbolic links resolved)
 * @param size in bytes
 * @param modified time of the last change, milliseconds since 1970
 * @param key what the file system knows it by, as text; "null" where it has no
 *          such key
 */
public record FileState(Path file, long size, long modified, String key) {

	/** The state of a file now. */
	public static FileState of(final Path file) throws IOException {
		final Path real = file.toRealPath();
		final BasicFileAttributes a = Files.readAttributes(real,
			BasicFileAttributes.class);
		return new FileState(real, a.size(), a.lastModifiedTime().toMillis(), String
			.valueOf(a.fileKey()));
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
}
