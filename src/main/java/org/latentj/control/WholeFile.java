
package org.latentj.control;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts bytes in the place of a file, so that it holds the old ones or the new
 * ones at any time.
 */
public final class WholeFile {

	private WholeFile() {}

	/**
	 * Replaces a file by way of a new one beside it, which takes no other file's
	 * name.
	 *
	 * @throws IOException if that cannot be written; the file is as it was then
	 */
	public static void replace(final Path file, final byte[] bytes)
		throws IOException
	{
		final Path whole = fresh(file);
		try {
			Files.write(whole, bytes);
			Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(whole);
		}
	}

	/**
	 * NB: no temporary file of Java's, which nobody else may read, nor the file
	 * that it becomes.
	 */
	private static Path fresh(final Path file) throws IOException {
		for (int n = 1;; n++) {
			try {
				return Files.createFile(file.resolveSibling(file.getFileName() +
					".part" + n));
			}
			catch (final FileAlreadyExistsException e) {
				// somebody else's: the next one
			}
		}
	}
}
