
package org.latentj.control;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Work that cannot be interrupted, such as opening a network or one of its
 * operators, in a thread of its own. Who waits for it can leave at once; the
 * work goes on, and what it makes is there for the next one who asks.
 *
 * @param <T> what it makes
 */
public final class Background<T> {

	/**
	 * NB: a network's step may take less than a millisecond, so threads are used
	 * again; those that are idle for a minute end. None keeps the process alive.
	 */
	private static final ExecutorService THREADS = Executors.newCachedThreadPool(
		work -> {
			final Thread thread = new Thread(work, "LatentJ idle");
			thread.setDaemon(true);
			return thread;
		});

	/**
	 * NB: completed with null, which needs no memory: who waits must learn the
	 * end also where there is none left.
	 */
	private final CompletableFuture<Void> end = new CompletableFuture<>();

	/** Set before the end. */
	private T result;

	/** Set before the end, if it came to nothing. */
	private Throwable failure;

	private Background() {}

	/** Makes something. */
	@FunctionalInterface
	public interface Work<T> {

		T run() throws IOException;
	}

	/**
	 * Starts some work.
	 *
	 * @param name of its thread
	 */
	public static <T> Background<T> start(final String name, final Work<T> work) {
		final Background<T> background = new Background<>();
		THREADS.execute(() -> background.run(name, work));
		return background;
	}

	private void run(final String name, final Work<T> work) {
		try {
			result = named(name, work);
		}
		catch (final Throwable e) {
			// NB: errors too, for example OutOfMemoryError.
			failure = e;
		}
		end.complete(null);
	}

	private static <T> T named(final String name, final Work<T> work)
		throws IOException
	{
		final Thread thread = Thread.currentThread();
		final String idle = thread.getName();
		thread.setName(name);
		try {
			return work.run();
		}
		finally {
			thread.setName(idle);
		}
	}

	/**
	 * Waits for the result.
	 *
	 * @throws CancellationException as soon as the signal is given, or the
	 *           waiting thread interrupted
	 * @throws IOException if the work has thrown it; what else it throws is
	 *           thrown here, too
	 */
	public T await(final StopSignal stop) throws IOException {
		awaitEnd(stop);
		if (failure != null) {
			throw rethrown(failure);
		}
		return result;
	}

	/**
	 * Waits until the work is over, whether it makes something or fails.
	 *
	 * @throws CancellationException as soon as the signal is given, or the
	 *           waiting thread interrupted
	 */
	public void awaitEnd(final StopSignal stop) {
		final CompletableFuture<Object> stopped = new CompletableFuture<>();
		try (StopSignal.Registration r = stop.onStop(() -> stopped.complete(
			null)))
		{
			CompletableFuture.anyOf(end, stopped).get();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancellationException("the run was interrupted");
		}
		catch (final ExecutionException e) {
			throw new IllegalStateException("an end is never a failure", e);
		}
		stop.check();
	}

	private static IOException rethrown(final Throwable e) {
		if (e instanceof RuntimeException exception) {
			throw exception;
		}
		if (e instanceof Error error) {
			throw error;
		}
		return (IOException) e;
	}

	/** Whether the work has ended without a result. */
	public boolean hasFailed() {
		return end.isDone() && failure != null;
	}

	/** Does something with the result as soon as it is there, if it ever is. */
	public void then(final Consumer<T> action) {
		end.thenRun(() -> {
			if (failure == null) {
				action.accept(result);
			}
		});
	}
}
