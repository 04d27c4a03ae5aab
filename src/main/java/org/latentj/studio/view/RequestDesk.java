
package org.latentj.studio.view;

import ij.ImagePlus;
import ij.process.ImageProcessor;

import java.awt.EventQueue;
import java.awt.Rectangle;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import org.latentj.control.Failure;
import org.latentj.studio.history.History;
import org.latentj.studio.history.HistoryEntry;
import org.latentj.studio.run.CommandRunner;
import org.latentj.studio.run.StudioJob;
import org.latentj.studio.run.StudioListener;
import org.latentj.studio.run.StudioMode;
import org.latentj.studio.run.StudioQueue;
import org.latentj.studio.run.StudioRequest;
import org.scijava.Context;
import org.scijava.log.LogService;

/**
 * The requests of the window: what waits and runs, what is seen of it, and
 * where it goes.
 */
final class RequestDesk {

	private final History history;

	private final StudioQueue queue;

	private final QueueView waiting;

	private final RunBar bar;

	private final ResultView result;

	private final Consumer<String> say;

	private final IntConsumer counted;

	/** Which image a request was about. */
	private final Map<StudioJob, WeakReference<ImagePlus>> sources =
		new WeakHashMap<>();

	/**
	 * @param history keeps what is made
	 * @param say is told what went wrong
	 * @param counted is told how many run or wait whenever that may have changed
	 */
	RequestDesk(final Context context, final History history, final RunBar bar,
		final ResultView result, final Consumer<String> say,
		final IntConsumer counted)
	{
		this.history = history;
		this.bar = bar;
		this.result = result;
		this.say = say;
		this.counted = counted;
		final Heard heard = new Heard();
		queue = new StudioQueue(new CommandRunner(context, heard), heard, context
			.service(LogService.class)::error);
		waiting = new QueueView(queue);
	}

	/** The list of them. */
	QueueView view() {
		return waiting;
	}

	/**
	 * Asks for pictures.
	 *
	 * @param first the first one; the others have the next seeds
	 * @param image that they are about; null for none
	 */
	void ask(final StudioRequest first, final int count, final ImagePlus image) {
		final long seed = Long.parseUnsignedLong(first.seed());
		for (int k = 0; k < count; k++) {
			final StudioJob job = queue.add(first.withSeed(Long.toUnsignedString(
				seed + k)));
			sources.put(job, new WeakReference<>(image));
		}
		recount();
	}

	/** Ends what is being made. */
	void cancel() {
		queue.open().stream().filter(j -> !j.isUnwanted()).findFirst().ifPresent(
			queue::cancel);
	}

	/** Whether something is made or waits. */
	boolean isBusy() {
		return !queue.open().isEmpty();
	}

	private void recount() {
		final int open = waiting.refresh();
		bar.waiting(open);
		counted.accept(open);
	}

	/** Ends all. */
	void close() {
		queue.close();
		result.close();
	}

	/** Brings what happens to the event thread. */
	private final class Heard implements StudioListener {

		@Override
		public void changed(final StudioJob job) {
			EventQueue.invokeLater(() -> {
				if (!job.isUnwanted() && job.state() != StudioJob.State.WAITING) {
					bar.show(job);
				}
				if (job.state() == StudioJob.State.FAILED) {
					say.accept(job.message());
				}
				result.ended(job.state());
				recount();
			});
		}

		@Override
		public void step(final StudioJob job, final ImageProcessor look,
			final Rectangle place)
		{
			EventQueue.invokeLater(() -> {
				if (job.state() == StudioJob.State.RUNNING) {
					result.showStep(source(job), look, place);
				}
			});
		}

		@Override
		public void made(final StudioJob job, final ImagePlus image) {
			try {
				final HistoryEntry entry = history.add(image);
				EventQueue.invokeLater(() -> result.added(entry));
			}
			catch (final IOException e) {
				EventQueue.invokeLater(() -> {
					image.show();
					say.accept("The picture could not be kept in the history: " + Failure
						.text(e));
				});
			}
		}

		private Optional<ImagePlus> source(final StudioJob job) {
			return Optional.ofNullable(sources.get(job)).map(WeakReference::get)
				.filter(i -> job.request().mode().needsImage() && job.request()
					.mode() != StudioMode.EXTEND);
		}
	}
}
