
package org.latentj.command.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.latentj.control.ClosedFolders;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.ModelFolder.Kind;

/**
 * The models that are found, for people to read: folder by folder, kind by
 * kind, one a line, with the reason of those that can't be used.
 */
public final class ModelList {

	private static final List<Kind> KINDS = List.of(Kind.values());

	private static final String INDENT = "  ";

	/** Characters of a line; longer names and paths stay whole. */
	private static final int COLUMNS = 96;

	private final List<String> lines = new ArrayList<>();

	private ModelList() {}

	/** Lines of at most about 96 characters. */
	public static List<String> of(final ModelFolder folder) {
		final ModelList list = new ModelList();
		folder.each().forEach(list::describe);
		KINDS.forEach(kind -> list.describeDoubles(folder, kind));
		return list.lines;
	}

	private void describe(final ModelFolder alone) {
		final Path root = alone.roots().get(0);
		final List<Path> closed = alone.closed();
		lines.add(root + (Files.isDirectory(root) || closed.contains(root) ? ""
			: "   (does not exist: create it)"));
		closed.forEach(folder -> add(1, folder + " " + ClosedFolders.PROBLEM));
		for (final Kind kind : KINDS) {
			final List<String> names = alone.names(kind);
			if (names.isEmpty()) {
				if (kind == Kind.CHECKPOINT) {
					add(1, "no checkpoint");
				}
			}
			else {
				add(1, kind.noun() + "s");
				names.forEach(name -> add(2, name));
			}
			describeUnusable(alone, kind);
		}
	}

	private void describeUnusable(final ModelFolder alone, final Kind kind) {
		final List<String> more = new ArrayList<>();
		alone.unusable(kind).forEach((name, why) -> {
			if (more.isEmpty()) {
				add(1, kind.noun() + "s that can't be used");
			}
			more.add(name);
			add(2, name + ":");
			wrap(3, why);
		});
	}

	private void describeDoubles(final ModelFolder folder, final Kind kind) {
		folder.doubles(kind).forEach((name, files) -> {
			lines.add("There are " + files.size() + " " + kind.noun() +
				"s of the name " + name + ":");
			add(1, files.get(0) + " is used");
			files.stream().skip(1).forEach(file -> add(1, file + " is not"));
		});
	}

	private void add(final int depth, final String text) {
		lines.add(INDENT.repeat(depth) + text);
	}

	private void wrap(final int depth, final String text) {
		StringBuilder line = new StringBuilder();
		for (final String word : text.strip().split("\\s+")) {
			if (!line.isEmpty() && line.length() + word.length() >= COLUMNS) {
				add(depth, line.toString());
				line = new StringBuilder();
			}
			line.append(line.isEmpty() ? "" : " ").append(word);
		}
		add(depth, line.toString());
	}
}
