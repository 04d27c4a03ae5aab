
package org.latentj.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.latentj.batch.journal.JournalEntry;
import org.latentj.control.StopSignal;

/** What has become of the items of a batch, by the journals of its folder. */
final class ItemStates {

	/** How an item is. */
	enum State {
			/** Its result is there, and is what would be made. */
			DONE,
			/** It is to be done. */
			OPEN,
			/** It is to be done anew: its files are not what was written. */
			DAMAGED
	}

	private final BatchPlan plan;

	private final BatchTask task;

	private final Map<String, String> models;

	private final ResultPlace results;

	/** NB: several shards may have done the same item, one after the other. */
	private final Map<String, List<JournalEntry>> done = new HashMap<>();

	/** @param entries those that failed don't count */
	ItemStates(final BatchPlan plan, final BatchTask task, final Path folder,
		final List<JournalEntry> entries)
	{
		this.plan = plan;
		this.task = task;
		this.models = Map.copyOf(task.models());
		this.results = task.place(folder, plan.shard());
		for (final JournalEntry entry : entries) {
			if (entry.succeeded()) {
				done.computeIfAbsent(entry.item(), name -> new ArrayList<>()).add(
					entry);
			}
		}
	}

	/** What was done, also what is not any more there. */
	List<JournalEntry> done() {
		return done.values().stream().flatMap(List::stream).toList();
	}

	/** Whether a batch has once made a result of this item. */
	boolean wasDone(final BatchItem item) {
		return done.getOrDefault(item.name(), List.of()).stream().anyMatch(
			entry -> item.output().equals(entry.result()));
	}

	/**
	 * Reads an item's files, if it was done.
	 *
	 * @throws CancellationException if stopped
	 */
	State of(final BatchItem item, final StopSignal stop) {
		State state = State.OPEN;
		try {
			for (final JournalEntry entry : done.getOrDefault(item.name(), List
				.of()))
			{
				if (isOfPlan(entry, item) && results.has(item, entry)) {
					if (!results.has(item, entry, stop)) {
						state = State.DAMAGED;
					}
					else if (task.input(item).equals(entry.input())) {
						return State.DONE;
					}
				}
			}
			return state;
		}
		catch (final CancellationException e) {
			throw e;
		}
		catch (IOException | RuntimeException e) {
			// NB: it is tried, and the error reported, like any other.
			return State.OPEN;
		}
	}

	private boolean isOfPlan(final JournalEntry entry, final BatchItem item) {
		return item.output().equals(entry.result()) && Long.toUnsignedString(plan
			.seed(item)).equals(entry.seed()) && entry.models().entrySet().stream()
				.allMatch(m -> m.getValue().equals(models.getOrDefault(m.getKey(), m
					.getValue())));
	}
}
