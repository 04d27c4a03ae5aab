
package org.latentj.command.progress;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.latentj.control.StopSignal;

/**
 * Does in order what has to do with the event thread, and does not let the run
 * wait for it. NB: SciJava tells the listeners of a task on that thread, and
 * waits. When ESC is pressed ImageJ's event thread waits for the end of the
 * macro, up to 2 seconds, then it kills its thread.
 */
public final class ProgressThread implements AutoCloseable {

	private static final int PATIENCE_SECONDS = 3;

	private final StopSignal stop;

	private final Executor thread;

	/**
	 * @param stop when it is given, nobody waits for what is still to be told
	 */
	ProgressThread(final StopSignal stop) {
		this.stop = stop;
		// NB: the recorder runs macros on the event thread.
		thread = GraphicsEnvironment.isHeadless() || EventQueue.isDispatchThread()
			? ProgressThread::now : Executors.newSingleThreadExecutor(work -> {
				final Thread teller = new Thread(work, "LatentJ progress");
				teller.setDaemon(true);
				return teller;
			});
	}

	/** NB: SciJava would log that a thread that is to end cannot wait. */
	private static void now(final Runnable what) {
		final boolean ends = Thread.interrupted();
		what.run();
		if (ends) {
			Thread.currentThread().interrupt();
		}
	}

	/** Does something, soon. */
	void tell(final Runnable what) {
		thread.execute(what);
	}

	/** Waits until all is told, unless the run is stopped. */
	@Override
	public void close() {
		final CountDownLatch told = new CountDownLatch(1);
		tell(told::countDown);
		if (thread instanceof ExecutorService service) {
			service.shutdown();
		}
		await(told, stop);
	}

	/**
	 * Waits for something that the event thread does, unless a run is stopped.
	 */
	public static void await(final CountDownLatch done, final StopSignal stop) {
		try (StopSignal.Registration r = stop.onStop(done::countDown)) {
			done.await();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}
