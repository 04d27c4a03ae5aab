
package org.latentj.engine.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The limits of memory that Linux's control groups set to this process, as in a
 * container: those of its own group and of all above it.
 */
final class ControlGroups {

	private static final String FOLDER = "sys/fs/cgroup";

	private static final String STAT = "memory.stat";

	private final List<Group> groups = new ArrayList<>();

	/** @param root of the file system, {@code /} but in tests */
	ControlGroups(final Path root) {
		for (final String line : text(root.resolve("proc/self/cgroup")).lines()
			.toList())
		{
			final String[] parts = line.split(":", 3);
			if (parts.length == 3 && parts[1].isEmpty()) {
				collect(root.resolve(FOLDER), parts[2]);
			}
			else if (parts.length == 3 && Arrays.asList(parts[1].split(",")).contains(
				"memory"))
			{
				collect(root.resolve(FOLDER + "/memory"), parts[2]);
			}
		}
	}

	/**
	 * The files of a group.
	 *
	 * @param stat tells what of its pages only caches files
	 */
	private record Group(Path limit, Path used, Path stat) {

		static Group of(final Path folder) {
			final Path limit = folder.resolve("memory.max");
			return Files.exists(limit) ? new Group(limit, folder.resolve(
				"memory.current"), folder.resolve(STAT)) : new Group(folder.resolve(
					"memory.limit_in_bytes"), folder.resolve("memory.usage_in_bytes"),
					folder.resolve(STAT));
		}

		/** NB: version 1 says that there is no limit by a number about 2^63. */
		long bytes() {
			final long bytes = number(limit);
			return bytes < 1L << 60 ? bytes : -1;
		}

		long left(final long bytes) {
			final long cache = text(stat).lines().filter(l -> l.startsWith(
				"inactive_file ") || l.startsWith("total_inactive_file ")).mapToLong(
					l -> Long.parseLong(l.substring(l.indexOf(' ') + 1))).max().orElse(0);
			return Math.max(0, bytes - Math.max(0, number(used) - cache));
		}
	}

	/** NB: in a container its own group is what is seen at the top. */
	private void collect(final Path top, final String group) {
		Path folder = top.resolve(group.replaceFirst("^/+", "")).normalize();
		while (folder.startsWith(top)) {
			final Group own = Group.of(folder);
			if (Files.exists(own.limit)) {
				groups.add(own);
			}
			folder = folder.getParent();
		}
	}

	/** The least limit in bytes; none if there is no limit. */
	OptionalLong limit() {
		return groups.stream().mapToLong(Group::bytes).filter(bytes -> bytes >= 0)
			.min();
	}

	/**
	 * What may be taken before a limit is reached, pages that only cache files
	 * not counted as taken; none if there is no limit.
	 */
	OptionalLong left() {
		OptionalLong least = OptionalLong.empty();
		for (final Group group : groups) {
			final long bytes = group.bytes();
			if (bytes >= 0) {
				least = OptionalLong.of(Math.min(group.left(bytes), least.orElse(
					Long.MAX_VALUE)));
			}
		}
		return least;
	}

	/** The number in a file; -1 if it has none. */
	private static long number(final Path file) {
		final String text = text(file).strip();
		return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
	}

	/** NB: a group may end while we look. */
	private static String text(final Path file) {
		try {
			return Files.readString(file);
		}
		catch (final IOException e) {
			return "";
		}
	}
}
