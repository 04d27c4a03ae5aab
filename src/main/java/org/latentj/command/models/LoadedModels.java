
package org.latentj.command.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.latentj.engine.ModelCache;

/** What is loaded, for people to read. */
public final class LoadedModels {

	private static final String OF = " of ";

	private LoadedModels() {}

	/**
	 * A line for each part, by what it is, of one kind the one used last first;
	 * and one for all.
	 */
	public static String text(final ModelCache cache) {
		final List<String> lines = new ArrayList<>();
		cache.sizes().forEach((key, bytes) -> lines.add(0, key.component() + OF +
			key.file() + ": " + megabytes(bytes) + (key.how().isEmpty() ? "" : ", " +
				key.how())));
		lines.sort(Comparator.comparing(line -> line.substring(0, line.indexOf(
			OF))));
		lines.add("Loaded: " + megabytes(cache.loadedBytes()) + " of at most " +
			megabytes(cache.budget()));
		return String.join("\n", lines);
	}

	private static String megabytes(final long bytes) {
		return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
	}
}
