
package org.latentj.engine.folder;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.latentj.engine.folder.ModelFolder.Kind;

/** Collects model files below a folder, without other kinds' folders. */
final class FileCollector extends SimpleFileVisitor<Path> {

	private final List<String> endings;

	private final Path start;

	private final Map<String, List<Path>> found;

	/**
	 * @param endings of files that are collected, in lower case
	 * @param start the folder; names are paths relative to it, with slashes
	 * @param found gets the files, behind those that are there by the same name
	 */
	FileCollector(final List<String> endings, final Path start,
		final Map<String, List<Path>> found)
	{
		this.endings = endings;
		this.start = start;
		this.found = found;
	}

	@Override
	public FileVisitResult preVisitDirectory(final Path folder,
		final BasicFileAttributes attributes)
	{
		return start.equals(folder.getParent()) && Kind.isFolderOfAKind(folder)
			? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFile(final Path file,
		final BasicFileAttributes attributes)
	{
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		if (attributes.isRegularFile() && endings.stream().anyMatch(
			name::endsWith))
		{
			found.computeIfAbsent(start.relativize(file).toString().replace('\\',
				'/'), n -> new ArrayList<>()).add(file);
		}
		return FileVisitResult.CONTINUE;
	}

	// NB: a loop of links, or a folder that may not be read, is passed over.
	@Override
	public FileVisitResult visitFileFailed(final Path file, final IOException e) {
		return FileVisitResult.CONTINUE;
	}
}
