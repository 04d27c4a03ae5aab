
package org.latentj.command.batch;

import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchReport;
import org.latentj.command.base.OperationRunner;
import org.latentj.control.OutsideException;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Stage;

/** Tells which item a batch is at. */
public record BatchProgress(OperationRunner runner) implements BatchListener {

	@Override
	public void onCheck(final BatchItem item, final int position, final int of) {
		runner.stage(reading(item, position, of));
	}

	@Override
	public void onItem(final BatchItem item, final int position, final int of) {
		runner.begin(new Phase("item", position, of), Stage.item("Batch: " + item
			.name()));
	}

	@Override
	public void onFailure(final BatchItem item, final Throwable why) {
		runner.failed(why);
	}

	/** Says of which item is read what was made. */
	public static Stage reading(final BatchItem item, final int position,
		final int of)
	{
		return Stage.reading("Batch: reading what is done, " + item.name() + ", " +
			position + " of " + of);
	}

	/**
	 * What a batch that has ended says.
	 *
	 * @throws OutsideException if an item has failed
	 */
	public static String text(final BatchReport done) {
		if (!done.failed().isEmpty()) {
			throw new OutsideException(done.text());
		}
		return done.text();
	}

	/** Called when an item is tried, to see how long it takes. */
	public void onTrial(final BatchItem item, final Phase phase) {
		runner.begin(phase, Stage.item("Dry run: " + item.name()));
	}
}
