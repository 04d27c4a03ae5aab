
package org.latentj.command.batch;

import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.command.base.OperationRunner;
import org.latentj.pipeline.Part;

/** Tells which item a batch is at. */
public record BatchProgress(OperationRunner runner) implements BatchListener {

	@Override
	public void onCheck(final BatchItem item, final int position, final int of) {
		runner.stage("Batch: reading what is done, " + item.name() + ", " +
			position + " of " + of);
	}

	@Override
	public void onItem(final BatchItem item, final int position, final int of) {
		runner.begin(new Part("item", position, of), "Batch: " + item.name());
	}
}
