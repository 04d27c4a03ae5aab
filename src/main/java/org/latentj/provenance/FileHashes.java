
package org.latentj.provenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.HeldFile;
import org.latentj.checkpoint.Sha256;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;

/**
 * SHA-256 of files. Reading gigabytes takes seconds, so a file's SHA-256 is
 * kept under all that its {@link FileState} tells, and computed once as long as
 * the file does not change.
 */
public final class FileHashes {

	/** Where SHA-256s are kept, for example in preferences. */
	public interface Store {

		/**
		 * What was kept.
		 *
		 * @param key 64 hexadecimal digits
		 * @return empty if nothing was
		 */
		String get(String key);

		/** Keeps a SHA-256. */
		void put(String key, String sha256);

		/** One that keeps them as long as it lives. */
		static Store inMemory() {
			final Map<String, String> kept = new ConcurrentHashMap<>();
			return new Store() {

				@Override
				public String get(final String key) {
					return kept.getOrDefault(key, "");
				}

				@Override
				public void put(final String key, final String sha256) {
					kept.put(key, sha256);
				}
			};
		}
	}

	private final Store store;

	/** @param store where SHA-256s are kept */
	public FileHashes(final Store store) {
		this.store = store;
	}

	/**
	 * SHA-256 of a file as it is now; of one that names those of a checkpoint of
	 * several, see {@link #ofAll}.
	 *
	 * @param stop asked again and again
	 * @return 64 lower-case hexadecimal digits
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public String sha256(final Path file, final StopSignal stop)
		throws IOException
	{
		final Path opened = CheckpointFormats.file(file);
		final Map<String, String> all = new LinkedHashMap<>();
		for (final Path each : CheckpointFormats.files(opened)) {
			try (HeldFile held = HeldFile.open(each)) {
				all.put(CheckpointFormats.name(opened, each), sha256(held, stage -> {},
					stop));
			}
		}
		return ofAll(all);
	}

	/**
	 * SHA-256 of a checkpoint: of one file its own; of several that of a line for
	 * each, as {@code sha256sum} prints it: digits, two blanks, path and a line
	 * feed.
	 *
	 * @param files the SHA-256 of each file by its path from the folder of the
	 *          first, which names the others
	 */
	public static String ofAll(final Map<String, String> files) {
		if (files.size() == 1) {
			return files.values().iterator().next();
		}
		final StringBuilder lines = new StringBuilder();
		files.forEach((name, sha256) -> lines.append(sha256).append("  ").append(
			name).append('\n'));
		return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * SHA-256 of the very file that is held, wherever it lies now.
	 *
	 * @param onStage is told if the file has to be read through
	 * @param stop asked again and again
	 * @return 64 lower-case hexadecimal digits
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public String sha256(final HeldFile file, final Consumer<String> onStage,
		final StopSignal stop) throws IOException
	{
		// NB: the Java preferences allow 80 characters in a key.
		final String key = Sha256.of(file.state().toString().getBytes(
			StandardCharsets.UTF_8));
		final String known = store.get(key);
		if (!known.isEmpty()) {
			return known;
		}
		onStage.accept("Reading " + file.state().file().getFileName() +
			" for its SHA-256");
		final String sha256 = file.sha256(stop);
		store.put(key, sha256);
		return sha256;
	}
}
