
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

import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.engine.folder.ModelFolder.Kind;

/** Collects model files below a folder, without other kinds' folders. */
final class FileCollector extends SimpleFileVisitor<Path> {

	private final List<String> endings;

	private final boolean folders;

	private final Path start;

	private final Map<String, List<Path>> found;

	/**
	 * @param endings of files that are collected, in lower case
	 * @param folders whether folders that are checkpoints are collected, too;
	 *          what is in them never is
	 * @param start the folder; names are paths relative to it, with slashes
	 * @param found gets the files, behind those that are there by the same name
	 */
	FileCollector(final List<String> endings, final boolean folders,
		final Path start, final Map<String, List<Path>> found)
	{
		this.endings = endings;
		this.folders = folders;
		this.start = start;
		this.found = found;
	}

	@Override
	public FileVisitResult preVisitDirectory(final Path folder,
		final BasicFileAttributes attributes)
	{
		final Path index = CheckpointFormats.file(folder);
		if (!index.equals(folder) && !folder.equals(start)) {
			if (folders) {
				add(folder, index);
			}
			return FileVisitResult.SKIP_SUBTREE;
		}
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
			add(file, file);
		}
		return FileVisitResult.CONTINUE;
	}

	private void add(final Path named, final Path file) {
		found.computeIfAbsent(start.relativize(named).toString().replace('\\', '/'),
			n -> new ArrayList<>()).add(file);
	}

	// NB: a loop of links, or a folder that may not be read, is passed over.
	@Override
	public FileVisitResult visitFileFailed(final Path file, final IOException e) {
		return FileVisitResult.CONTINUE;
	}
}
