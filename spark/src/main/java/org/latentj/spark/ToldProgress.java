
package org.latentj.spark;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.batch.journal.ErrorText;
import org.latentj.batch.journal.JournalEntry;

/** Prints from time to time how far a job is. */
final class ToldProgress implements BatchListener {

	private static final long EVERY = TimeUnit.SECONDS.toNanos(5);

	private final BatchListener progress;

	private final PrintStream out;

	private final Set<String> warned = new HashSet<>();

	private int all;

	private int done;

	private int failed;

	private long last;

	ToldProgress(final BatchListener progress, final PrintStream out) {
		this.progress = progress;
		this.out = out;
	}

	/** @param items that are to be done */
	void begin(final int items) {
		all = items;
		last = System.nanoTime();
		out.println(items + " items to be done");
	}

	@Override
	public void onCheck(final BatchItem item, final int position, final int of) {
		progress.onCheck(item, position, of);
	}

	@Override
	public void onItem(final BatchItem item, final int position, final int of) {
		progress.onItem(item, position, of);
	}

	@Override
	public void onFailure(final BatchItem item, final Throwable why) {
		progress.onFailure(item, why);
	}

	/** NB: each task of each machine has the same to say. */
	@Override
	public void onWarning(final BatchItem item, final String warning) {
		if (warned.add(warning)) {
			out.println(ErrorText.shown("warning, " + item.name() + ": " + warning));
		}
	}

	@Override
	public void onEntry(final JournalEntry entry) {
		done++;
		failed += entry.succeeded() ? 0 : 1;
		if (System.nanoTime() - last > EVERY) {
			last = System.nanoTime();
			out.println(done + " of " + all + " done" + (failed == 0 ? "" : ", " +
				failed + " of them failed"));
		}
	}
}
