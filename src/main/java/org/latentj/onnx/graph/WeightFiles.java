
package org.latentj.onnx.graph;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.latentj.checkpoint.ComputedTensor;
import org.latentj.checkpoint.FileState;

/**
 * The files that a graph takes its weights from. It names those that it points
 * into relative to the nearest folder above all of them.
 */
final class WeightFiles {

	private final Set<FileState> mapped = new LinkedHashSet<>();

	private final Set<FileState> all = new LinkedHashSet<>();

	void add(final FileState file) {
		mapped.add(file);
		all.add(file);
	}

	/** One that is read when the graph is opened, and not pointed into. */
	void addRead(final FileState file) {
		all.add(file);
	}

	void add(final ComputedTensor tensor) {
		all.addAll(tensor.files());
	}

	/** All, in the order in which they were first needed. */
	Set<FileState> all() {
		return all;
	}

	/** One below {@link #folder}. */
	FileState any() {
		return (mapped.isEmpty() ? all : mapped).iterator().next();
	}

	/** Their names, for messages. */
	String names() {
		final List<FileState> files = new ArrayList<>(all);
		final String first = files.get(0).file().getFileName().toString();
		return switch (files.size()) {
			case 1 -> first;
			case 2 -> first + " and " + files.get(1).file().getFileName();
			default -> first + " and " + (files.size() - 1) + " other files";
		};
	}

	/**
	 * The nearest folder above all files that it points into that the runtime can
	 * be told. NB: its Java interface hands texts on in Java's own variant of
	 * UTF-8, which writes letters beyond U+FFFF in another way than file systems;
	 * locations in a graph are true UTF-8 and may hold them.
	 *
	 * @throws IllegalArgumentException if there is none, as on two drives of
	 *           Windows
	 */
	Path folder() {
		final Set<FileState> files = mapped.isEmpty() ? all : mapped;
		final Path first = files.iterator().next().file();
		Path folder = first.getParent();
		for (final FileState file : files) {
			while (folder != null && !file.file().startsWith(folder)) {
				folder = folder.getParent();
			}
			if (folder == null) {
				throw new IllegalArgumentException(first + " and " + file.file() +
					" are on different drives; the files of one network on the same drive are valid");
			}
		}
		while (folder.getParent() != null && folder.toString().chars().anyMatch(
			c -> Character.isSurrogate((char) c)))
		{
			folder = folder.getParent();
		}
		return folder;
	}

	/** A file as the graph names it: relative to its {@link #folder}. */
	static String location(final Path folder, final Path file) {
		return folder.relativize(file).toString().replace(File.separatorChar, '/');
	}
}
