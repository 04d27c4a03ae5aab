
package org.latentj.engine.memory;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

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
		final Path info = Path.of("/proc/meminfo");
		try {
			if (Files.isReadable(info)) {
				final long kilobytes = Files.readAllLines(info).stream().filter(l -> l
					.startsWith("MemAvailable:")).mapToLong(l -> Long.parseLong(l
						.replaceAll("\\D", ""))).sum();
				return Math.min(kilobytes * 1024, total());
			}
		}
		catch (final IOException e) {
			return bean().getFreeMemorySize();
		}
		return bean().getFreeMemorySize();
	}

	private static OperatingSystemMXBean bean() {
		return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
	}
}
