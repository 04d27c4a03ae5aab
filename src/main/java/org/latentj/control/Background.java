
package org.latentj.control;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Work that cannot be interrupted, such as opening a network, in a thread of
 * its own. Who waits for it can leave at once; the work goes on, and what it
 * makes is there for the next one who asks.
 *
 * @param <T> what it makes
 */
public final class Background<T> {

	private final CompletableFuture<T> result = new CompletableFuture<>();

	private Background() {}

	/** Makes something. */
	@FunctionalInterface
	public interface Work<T> {

		T run() throws IOException;
	}

	/**
	 * Starts some work.
	 *
	 * @param name of the thread
	 */
	public static <T> Background<T> start(final String name, final Work<T> work) {
		final Background<T> background = new Background<>();
		final Thread thread = new Thread(() -> background.run(work), name);
		thread.setDaemon(true);
		thread.start();
		return background;
	}

	private void run(final Work<T> work) {
		try {
			result.complete(work.run());
		}
		catch (final Throwable e) {
			// NB: errors too, for example OutOfMemoryError: who waits must learn it.
			result.completeExceptionally(e);
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
		final CompletableFuture<Object> stopped = new CompletableFuture<>();
		try (StopSignal.Registration r = stop.onStop(() -> stopped.complete(
			null)))
		{
			CompletableFuture.anyOf(result, stopped).get();
			stop.check();
			return result.join();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancellationException("the run was interrupted");
		}
		catch (final ExecutionException e) {
			throw rethrown(e.getCause());
		}
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
		return result.isCompletedExceptionally();
	}

	/** Does something with the result as soon as it is there, if it ever is. */
	public void then(final Consumer<T> action) {
		result.thenAccept(action);
	}
}
