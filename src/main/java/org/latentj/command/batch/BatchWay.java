
package org.latentj.command.batch;

import java.io.IOException;

import org.latentj.batch.BatchListener;
import org.latentj.control.StopSignal;

/** How the items of a batch are worked on once all is known of it. */
@FunctionalInterface
public interface BatchWay {

	/** One after the other, in this process. */
	BatchWay HERE = (batch, progress, stop) -> BatchProgress.text(batch.batch()
		.run(progress, stop));

	/**
	 * Whether all of the batch is done in this way, so that what is made of its
	 * results as a whole can be made when it ends; not where it works on single
	 * items for somebody else, who does that.
	 */
	default boolean isOfAll() {
		return true;
	}

	/**
	 * Works on them.
	 *
	 * @return what is said in the end
	 * @throws IllegalArgumentException if the items are none that can be
	 * @throws org.latentj.control.OutsideException if an item has failed
	 * @throws IOException if the folder of results cannot be used
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	String run(PreparedBatch batch, BatchListener progress, StopSignal stop)
		throws IOException;
}
