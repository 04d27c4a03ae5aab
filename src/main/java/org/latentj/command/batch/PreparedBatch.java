
package org.latentj.command.batch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.latentj.batch.Batch;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchTask;
import org.latentj.batch.ItemWork;

/**
 * A batch of which all is known but its items, for which a folder is looked
 * through, or a table read: who works on single items need not do that.
 *
 * @param folder of the results
 * @param items finds them
 * @param facts what is done with each
 * @param task does it
 */
public record PreparedBatch(Path folder, Items items, BatchPlan.Facts facts,
		BatchTask task) {

	/** Finds the items of a batch. */
	@FunctionalInterface
	public interface Items {

		/**
		 * The pictures of a folder.
		 *
		 * @throws IllegalArgumentException if none is given, or there is no such
		 *           format
		 */
		static Items pictures(final File input, final String format) {
			final Path folder = BatchFiles.given("input", input);
			final String ending = BatchFiles.format(format);
			return () -> BatchFiles.pictures(folder, ending);
		}

		/**
		 * The lines of a file of prompts.
		 *
		 * @throws IllegalArgumentException if there is no such format
		 */
		static Items lines(final List<String> prompts, final String format) {
			final String ending = BatchFiles.format(format);
			return () -> BatchFiles.lines(prompts.size(), ending);
		}

		/**
		 * All of them.
		 *
		 * @throws IllegalArgumentException if there is none
		 * @throws IOException if they cannot be read
		 */
		List<BatchItem> list() throws IOException;
	}

	/** Finds its items. */
	public BatchPlan plan() throws IOException {
		return facts.of(items.list());
	}

	/** Finds its items, and reads what has been done of them. */
	public Batch batch() throws IOException {
		return batch(plan());
	}

	/** Reads what has been done of a plan. */
	public Batch batch(final BatchPlan plan) throws IOException {
		return new Batch(plan, task, folder);
	}

	/** For who works on single items. */
	public ItemWork work() {
		return new ItemWork(task, folder, facts.shard(), facts.told());
	}
}
