
package org.latentj.control;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts a file that is whole where it is looked for, so that nobody ever sees a
 * part of it.
 */
public final class AtomicMove {

	private AtomicMove() {}

	/**
	 * Renames a file in one step.
	 *
	 * @param from a file that is whole
	 * @param to on the same file system; what is there is replaced
	 * @throws IOException if it cannot be renamed, or not in one step
	 */
	public static void move(final Path from, final Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final AtomicMoveNotSupportedException e) {
			throw new IOException("the file system of " + to.getParent() +
				" cannot rename a file in one step: choose a folder on another one", e);
		}
	}
}
