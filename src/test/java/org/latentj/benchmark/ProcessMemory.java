
package org.latentj.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Resident memory of this process on Linux, in MB.
 *
 * @param anonymous of its own
 * @param mapped pages of files
 */
record ProcessMemory(long anonymous, long mapped) {

	static ProcessMemory now() {
		return new ProcessMemory(field("RssAnon:"), field("RssFile:"));
	}

	/**
	 * Looks a hundred times a second, until the process ends, and remembers the
	 * most anonymous memory.
	 */
	static AtomicLong watchPeak() {
		final AtomicLong peak = new AtomicLong();
		final Thread watcher = new Thread(() -> {
			while (!Thread.interrupted()) {
				peak.accumulateAndGet(field("RssAnon:"), Math::max);
				java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
			}
		}, "memory watcher");
		watcher.setDaemon(true);
		watcher.start();
		return peak;
	}

	private static long field(final String name) {
		try {
			return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(
				l -> l.startsWith(name)).mapToLong(l -> Long.parseLong(l.replaceAll(
					"\\D", ""))).sum() / 1024;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public String toString() {
		return "anonymous " + anonymous + " MB, mapped " + mapped + " MB";
	}
}
