
package org.latentj.control;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Folders that this user may not read. They are passed over where something is
 * looked for in them, and told of where it is missing.
 */
public final class ClosedFolders {

	/** What is said of one, behind its name. */
	public static final String PROBLEM =
		"may not be read: give yourself the permission to read it";

	/** Likewise of a file, which its folder may keep from being read. */
	public static final String FILE_PROBLEM = PROBLEM + " and its folder";

	private ClosedFolders() {}

	/**
	 * Those of some folders and of what is in them.
	 *
	 * @param folders need not be there
	 * @param depth how far is looked into them, as {@link Files#walkFileTree} has
	 *          it
	 */
	public static List<Path> of(final List<Path> folders, final int depth) {
		final Set<Path> closed = new LinkedHashSet<>();
		for (final Path folder : folders) {
			try {
				Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS),
					depth, new SimpleFileVisitor<>()
					{

						@Override
						public FileVisitResult visitFileFailed(final Path file,
							final IOException e)
					{
							if (e instanceof AccessDeniedException) {
								closed.add(file);
							}
							return FileVisitResult.CONTINUE;
						}

						@Override
						public FileVisitResult postVisitDirectory(final Path of,
							final IOException e)
					{
							return FileVisitResult.CONTINUE;
						}
					});
			}
			catch (final IOException e) {
				// NB: the visitor throws none.
				throw new IllegalStateException(e);
			}
		}
		return List.copyOf(closed);
	}

	/** What is said of the same, each in a line with its name. */
	public static List<String> lines(final List<Path> folders, final int depth) {
		return of(folders, depth).stream().map(f -> f + " " + PROBLEM).toList();
	}
}
