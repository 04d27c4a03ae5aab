
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Resident memory of this process on Linux, in MB.
 *
 * @param anonymous of its own
 * @param mapped pages of files
 * @param peak the most there ever was, both together
 */
record ProcessMemory(long anonymous, long mapped, long peak) {

	static ProcessMemory now() throws IOException {
		return new ProcessMemory(field("RssAnon:"), field("RssFile:"), field(
			"VmHWM:"));
	}

	private static long field(final String name) throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(
			l -> l.startsWith(name)).mapToLong(l -> Long.parseLong(l.replaceAll("\\D",
				""))).sum() / 1024;
	}

	@Override
	public String toString() {
		return "memory: anonymous " + anonymous + " MB, mapped " + mapped +
			" MB, peak " + peak + " MB";
	}
}
