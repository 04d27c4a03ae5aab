
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

	private final List<Path> folders = new ArrayList<>();

	/** @param root of the file system, {@code /} but in tests */
	ControlGroups(final Path root) {
		for (final String line : lines(root.resolve("proc/self/cgroup"))) {
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

	/** NB: in a container its own group is what is seen at the top. */
	private void collect(final Path top, final String group) {
		Path folder = top.resolve(group.replaceFirst("^/+", "")).normalize();
		while (folder.startsWith(top)) {
			folders.add(folder);
			folder = folder.getParent();
		}
	}

	/** The least limit in bytes; none if there is no limit. */
	OptionalLong limit() {
		return folders.stream().mapToLong(ControlGroups::limit).filter(
			bytes -> bytes >= 0).min();
	}

	/**
	 * What may be taken before a limit is reached, pages that only cache files
	 * not counted as taken; none if there is no limit.
	 */
	OptionalLong left() {
		return folders.stream().filter(f -> limit(f) >= 0).mapToLong(f -> Math.max(
			0, limit(f) - used(f))).min();
	}

	/** NB: version 1 says that there is no limit by a number about 2^63. */
	private static long limit(final Path folder) {
		final long bytes = number(folder, "memory.max", "memory.limit_in_bytes");
		return bytes < 1L << 60 ? bytes : -1;
	}

	private static long used(final Path folder) {
		final long used = number(folder, "memory.current", "memory.usage_in_bytes");
		final long cache = lines(folder.resolve("memory.stat")).stream().filter(
			l -> l.matches("(total_)?inactive_file [0-9]{1,18}")).mapToLong(l -> Long
				.parseLong(l.substring(l.indexOf(' ') + 1))).max().orElse(0);
		return Math.max(0, used - cache);
	}

	/** The number in the first of some files that has one; -1 if none has. */
	private static long number(final Path folder, final String... files) {
		for (final String file : files) {
			for (final String line : lines(folder.resolve(file))) {
				if (line.matches("[0-9]{1,18}")) {
					return Long.parseLong(line);
				}
			}
		}
		return -1;
	}

	private static List<String> lines(final Path file) {
		try {
			return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
		}
		catch (final IOException e) {
			// NB: a group may end while we look.
			return List.of();
		}
	}
}
