
package org.latentj.engine.memory;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory the machine, or the container that we are in, has. */
public final class SystemMemory {

	private static final ControlGroups CONTAINER = new ControlGroups(Path.of(
		"/"));

	private SystemMemory() {}

	/** All of it, in bytes. */
	public static long total() {
		return Math.min(bean().getTotalMemorySize(), CONTAINER.limit().orElse(
			Long.MAX_VALUE));
	}

	/** What could be had now without pushing others out, in bytes. */
	public static long available() {
		return Math.min(ofTheMachine(), CONTAINER.left().orElse(Long.MAX_VALUE));
	}

	private static long ofTheMachine() {
		// NB: on Linux the JDK's figure leaves out the pages that only cache files.
		return linux("/proc/meminfo", "MemAvailable:").orElseGet(() -> bean()
			.getFreeMemorySize());
	}

	/**
	 * What this process has of memory that is no file's, in bytes; nothing where
	 * the system does not tell.
	 */
	static OptionalLong anonymous() {
		return linux("/proc/self/status", "RssAnon:");
	}

	private static OptionalLong linux(final String file, final String key) {
		try {
			final String all = Files.readString(Path.of(file));
			final int from = all.indexOf(key) + key.length();
			return from < key.length() ? OptionalLong.empty() : OptionalLong.of(1024 *
				Long.parseLong(all.substring(from, all.indexOf("kB", from)).strip()));
		}
		catch (final IOException e) {
			return OptionalLong.empty();
		}
	}

	private static OperatingSystemMXBean bean() {
		return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
	}
}
