
package org.latentj.onnx.library;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * The calls into native code that are under way. When the process ends they end
 * first: runs are told to stop, the opening of a network is waited for, and
 * nothing new begins. Native code that is still at work when the process takes
 * its memory away crashes the Java machine.
 */
public final class NativeCalls {

	/**
	 * NB: opening a large network takes seconds; nobody waits longer than this
	 * for a program to end.
	 */
	private static final long LONGEST_WAIT_SECONDS = 20;

	private final Set<Call> underWay = new HashSet<>();

	private boolean ending;

	/** A call, to be closed when it has come back. */
	public final class Call implements AutoCloseable {

		private final Runnable stopping;

		private Call(final Runnable stopping) {
			this.stopping = stopping;
		}

		@Override
		public void close() {
			leave(this);
		}
	}

	/**
	 * Begins a call.
	 *
	 * @param stopping tells it to stop, from another thread; does nothing where
	 *          that can't be
	 * @throws CancellationException if the process is ending
	 */
	public synchronized Call enter(final Runnable stopping) {
		if (ending) {
			throw ending();
		}
		final Call call = new Call(stopping);
		underWay.add(call);
		return call;
	}

	private synchronized void leave(final Call call) {
		underWay.remove(call);
		notifyAll();
	}

	/** Whether the process is ending. */
	public synchronized boolean isEnding() {
		return ending;
	}

	/** What a run ends with when the process does. */
	public static CancellationException ending() {
		return new CancellationException("the program is ending");
	}

	/** Lets nothing new begin, and waits for what is under way. */
	public void end() {
		stopAll().forEach(call -> call.stopping.run());
		awaitAll();
	}

	private synchronized List<Call> stopAll() {
		ending = true;
		return List.copyOf(underWay);
	}

	private synchronized void awaitAll() {
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(
			LONGEST_WAIT_SECONDS);
		try {
			for (long left = end - System.nanoTime(); left > 0 && !underWay
				.isEmpty(); left = end - System.nanoTime())
			{
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}
