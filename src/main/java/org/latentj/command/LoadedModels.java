
package org.latentj.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.latentj.service.ModelCache;

/** What is loaded, for people to read. */
final class LoadedModels {

	private LoadedModels() {}

	/** A line for each part, the one used last first, and one for all. */
	static String text(final ModelCache cache) {
		final List<String> lines = new ArrayList<>();
		cache.sizes().forEach((key, bytes) -> lines.add(0, key.part() + " of " + key
			.file() + ": " + megabytes(bytes)));
		lines.add("Loaded: " + megabytes(cache.loadedBytes()) + " of at most " +
			megabytes(cache.budget()));
		return String.join("\n", lines);
	}

	private static String megabytes(final long bytes) {
		return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
	}
}
