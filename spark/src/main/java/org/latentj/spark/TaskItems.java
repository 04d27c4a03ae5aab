
package org.latentj.spark;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.latentj.batch.BatchListener;
import org.latentj.batch.ItemWork;
import org.latentj.batch.MadeItem;
import org.latentj.batch.OpenItem;
import org.latentj.control.StopSignal;
import org.scijava.log.LogService;

/**
 * The items of a task, which are worked on one after the other until there is a
 * result that cannot be written, and no other one can be, either.
 *
 * @param work does it
 * @param open the items
 * @param name of the attempt at all of them
 */
record TaskItems(ItemWork work, List<OpenItem> open, String name) {

	/**
	 * Works on them. Those that are left in the end are given away as items that
	 * failed, so that they are tried again elsewhere, and are told of.
	 *
	 * @param log where warnings go
	 * @param made takes each, with its warnings
	 */
	void make(final LogService log, final BatchListener progress,
		final StopSignal stop, final Consumer<MadeItem> made)
	{
		Optional<String> lack = Optional.empty();
		try (TaskWarnings warnings = new TaskWarnings(log)) {
			for (int i = 0; i < open.size(); i++) {
				if (lack.isPresent()) {
					made.accept(work.leftOut(open.get(i), "not worked on, since " + lack
						.get()));
					continue;
				}
				stop.check();
				progress.onItem(open.get(i).item(), i + 1, open.size());
				final MadeItem item = work.make(open.get(i), name + "-" + i, progress);
				made.accept(item.warned(warnings.taken()));
				lack = work.lack(item);
			}
		}
	}
}
