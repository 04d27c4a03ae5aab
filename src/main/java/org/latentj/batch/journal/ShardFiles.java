
package org.latentj.batch.journal;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The batch's own files in the folder of results. Each shard has its own, so
 * that none waits for another.
 *
 * @param folder of the results
 * @param shard whose files they are
 */
public record ShardFiles(Path folder, Shard shard) {

	/** Which files are journals, for {@code Files.newDirectoryStream}. */
	static final String JOURNALS = "latentj-batch*.jsonl";

	private static final String OWN = "latentj-batch.*[.](jsonl|lock|unfinished)";

	/** Holds a line for each item that was done or could not be. */
	Path journal() {
		return named(".jsonl");
	}

	/** Locked while a batch is at work; has nothing in it. */
	Path lock() {
		return named(".lock");
	}

	/** Folder of the files that are being written. */
	public Path unfinished() {
		return named(".unfinished");
	}

	/** Whether a file of this name could be one of these, of any shard. */
	public static boolean isOwn(final String name) {
		return name.toLowerCase(Locale.ROOT).matches(OWN);
	}

	private Path named(final String end) {
		final String part = shard.of() == 1 ? "" : "." + shard.number() + "-of-" +
			shard.of();
		return folder.resolve("latentj-batch" + part + end);
	}
}
