
package org.latentj.studio.run;

import ij.ImagePlus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import org.latentj.control.Failure;

/** Makes what is asked for, one request after the other. */
public final class StudioQueue implements AutoCloseable {

	/** Makes the picture of a request. */
	@FunctionalInterface
	public interface Runner {

		/**
		 * Makes it.
		 *
		 * @return what is shown; never null
		 * @throws CancellationException if it is not wanted any more
		 * @throws IllegalArgumentException if it cannot be made; the message says
		 *           why
		 */
		ImagePlus run(StudioJob job);
	}

	private final Runner runner;

	private final StudioListener listener;

	private final Consumer<Throwable> faults;

	private final List<StudioJob> jobs = new ArrayList<>();

	private final ExecutorService thread = Executors.newSingleThreadExecutor(
		work -> {
			final Thread worker = new Thread(work, "LatentJ Studio");
			worker.setDaemon(true);
			return worker;
		});

	/** @param faults is told of faults of the program */
	public StudioQueue(final Runner runner, final StudioListener listener,
		final Consumer<Throwable> faults)
	{
		this.runner = runner;
		this.listener = listener;
		this.faults = faults;
	}

	/** Asks for a picture. */
	public StudioJob add(final StudioRequest request) {
		final StudioJob job = new StudioJob(request);
		synchronized (jobs) {
			jobs.removeIf(j -> j.state().isEnd());
			jobs.add(job);
		}
		listener.changed(job);
		thread.execute(() -> run(job));
		return job;
	}

	/** Those that run or wait, the first one first. */
	public List<StudioJob> open() {
		synchronized (jobs) {
			return jobs.stream().filter(j -> !j.state().isEnd()).toList();
		}
	}

	/** Ends a request, if it has not ended. */
	public void cancel(final StudioJob job) {
		final boolean waits = job.state() == StudioJob.State.WAITING;
		job.cancel();
		if (waits) {
			listener.changed(job);
		}
	}

	/** Ends all requests. */
	public void cancelAll() {
		// NB: those that wait first, so that none of them begins.
		final List<StudioJob> all = new ArrayList<>(open());
		Collections.reverse(all);
		all.forEach(this::cancel);
	}

	private void run(final StudioJob job) {
		if (job.isCancelled()) {
			end(job, StudioJob.State.CANCELLED, "");
			return;
		}
		job.begin();
		listener.changed(job);
		try {
			listener.made(job, runner.run(job));
			end(job, StudioJob.State.DONE, "");
		}
		catch (final CancellationException e) {
			end(job, StudioJob.State.CANCELLED, "");
		}
		catch (final RuntimeException | Error e) {
			end(job, StudioJob.State.FAILED, Failure.tell(e, faults));
		}
	}

	private void end(final StudioJob job, final StudioJob.State state,
		final String message)
	{
		job.end(state, message);
		listener.changed(job);
	}

	/** Ends all requests and the thread. */
	@Override
	public void close() {
		cancelAll();
		thread.shutdown();
	}
}
