
package org.latentj.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.latentj.batch.BatchWorkers;
import org.latentj.batch.MadeItem;
import org.latentj.batch.OpenItem;
import org.latentj.control.StopSignal;

import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The machines of a cluster. Items go there in tasks of a few, and come back
 * whole or with what they failed with; those that failed go once more, each
 * alone, perhaps to another machine.
 */
final class SparkWorkers implements BatchWorkers {

	/**
	 * Items of one job of Spark. NB: Spark counts what the tasks of a job give
	 * back, and ends one where it is more than
	 * {@code spark.driver.maxResultSize}.
	 */
	private static final int MOST_AT_ONCE = 100_000;

	/** So that little is lost with a machine, and its progress is seen. */
	private static final int TASKS_PER_SLOT = 8;

	/** What is lost at most with a machine. */
	private static final int MOST_PER_TASK = 64;

	private static final int POLL_MILLIS = 100;

	private final JavaSparkContext spark;

	private final Function1<Iterator<List<OpenItem>>, ArrayList<MadeItem>> task;

	private final int itemsPerTask;

	private final int retries;

	/**
	 * @param task what is done with items
	 * @param itemsPerTask 0 = by the number of items and of slots
	 * @param retries how often an item that failed is tried again
	 */
	SparkWorkers(final JavaSparkContext spark,
		final Function1<Iterator<List<OpenItem>>, ArrayList<MadeItem>> task,
		final int itemsPerTask, final int retries)
	{
		this.spark = spark;
		this.task = task;
		this.itemsPerTask = itemsPerTask;
		this.retries = retries;
	}

	@Override
	public void work(final List<OpenItem> open, final Taker taker,
		final StopSignal stop) throws IOException
	{
		final int slots = slots();
		List<MadeItem> failed = round(open, itemsPerTask > 0 ? part -> divided(part,
			itemsPerTask) : part -> tapered(part, slots), retries == 0, taker, stop);
		for (int again = 1; again <= retries && !failed.isEmpty(); again++) {
			failed = round(failed.stream().map(MadeItem::of).toList(),
				part -> divided(part, 1), again == retries, taker, stop);
		}
	}

	/** How many tasks run at a time. */
	private int slots() {
		return Math.max(1, spark.defaultParallelism() / spark.getConf().getInt(
			JobDriver.CORES_OF_A_TASK, 1));
	}

	/**
	 * Items of a task at the beginning.
	 *
	 * @param slots how many tasks run at a time
	 */
	static int perTask(final int items, final int slots) {
		return Math.max(1, Math.min(MOST_PER_TASK, items / (TASKS_PER_SLOT * Math
			.max(1, slots))));
	}

	/**
	 * Items as lists that get smaller to the end, where each has one, so that no
	 * machine waits long for the last one (guided self-scheduling,
	 * Polychronopoulos and Kuck 1987, with half of each share).
	 */
	static <T> List<ArrayList<T>> tapered(final List<T> items, final int slots) {
		final int most = perTask(items.size(), slots);
		final List<ArrayList<T>> parts = new ArrayList<>();
		int from = 0;
		while (from < items.size()) {
			final int share = (items.size() - from) / (2 * Math.max(1, slots));
			final int to = from + Math.max(1, Math.min(most, share));
			parts.add(new ArrayList<>(items.subList(from, to)));
			from = to;
		}
		return parts;
	}

	/** Items as lists of such a size. */
	static <T> List<ArrayList<T>> divided(final List<T> items, final int size) {
		return IntStream.range(0, (items.size() + size - 1) / size).mapToObj(
			i -> new ArrayList<>(items.subList(i * size, Math.min(items.size(), (i +
				1) * size)))).toList();
	}

	/** Gives those back that failed, unless this is the last round. */
	private List<MadeItem> round(final List<OpenItem> open,
		final Function<List<OpenItem>, List<ArrayList<OpenItem>>> division,
		final boolean last, final Taker taker, final StopSignal stop)
		throws IOException
	{
		final List<MadeItem> failed = new ArrayList<>();
		for (final ArrayList<OpenItem> part : divided(open, MOST_AT_ONCE)) {
			job(division.apply(part), made -> {
				if (made.entry().succeeded() || last) {
					taker.take(made);
				}
				else {
					taker.requireRoom(made);
					failed.add(made);
				}
			}, stop);
		}
		return failed;
	}

	private void job(final List<ArrayList<OpenItem>> tasks, final Taker taker,
		final StopSignal stop) throws IOException
	{
		final BlockingQueue<List<MadeItem>> made = new LinkedBlockingQueue<>();
		final FutureAction<Object> action = submitted(tasks, made);
		boolean ended = false;
		try {
			while (!ended) {
				stop.check();
				// NB: first, so that what came in before is taken after it.
				ended = action.isCompleted();
				for (List<MadeItem> some = ended ? made.poll() : made.poll(POLL_MILLIS,
					TimeUnit.MILLISECONDS); some != null; some = made.poll())
				{
					for (final MadeItem item : some) {
						taker.take(item);
					}
				}
			}
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			stop.stop();
			stop.check();
		}
		finally {
			if (!ended) {
				action.cancel();
			}
		}
		if (action.value().get().isFailure()) {
			throw JobFailure.of(action.value().get().failed().get());
		}
	}

	private FutureAction<Object> submitted(final List<ArrayList<OpenItem>> tasks,
		final BlockingQueue<List<MadeItem>> made)
	{
		final List<List<OpenItem>> lists = List.copyOf(tasks);
		final List<Object> numbers = new ArrayList<>();
		IntStream.range(0, lists.size()).forEach(numbers::add);
		return spark.sc().submitJob(spark.parallelize(lists, lists.size()).rdd(),
			task, CollectionConverters.asScala(numbers).toSeq(), new Into(made),
			new Nothing());
	}

	/** NB: called by Spark's scheduler, which must not be held up. */
	private static final class Into extends
		AbstractFunction2<Object, ArrayList<MadeItem>, BoxedUnit>
	{

		private final BlockingQueue<List<MadeItem>> made;

		private Into(final BlockingQueue<List<MadeItem>> made) {
			this.made = made;
		}

		@Override
		public BoxedUnit apply(final Object part, final ArrayList<MadeItem> items) {
			made.add(items);
			return BoxedUnit.UNIT;
		}
	}

	private static final class Nothing extends AbstractFunction0<Object> {

		@Override
		public Object apply() {
			return BoxedUnit.UNIT;
		}
	}
}
