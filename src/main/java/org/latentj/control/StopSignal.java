
package org.latentj.control;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells one run to stop. Whoever wants it stopped calls {@link #stop()} from
 * any thread; the run calls {@link #check()} between pieces of work and
 * registers with {@link #onStop} what must be woken up in the middle of one. A
 * signal serves one run and is never reset.
 */
public final class StopSignal {

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final List<Runnable> actions = new CopyOnWriteArrayList<>();

	/** Asks the run to stop. Calls after the first do nothing. */
	public void stop() {
		if (stopped.compareAndSet(false, true)) {
			actions.forEach(Runnable::run);
		}
	}

	/** Whether {@link #stop()} was called. */
	public boolean isStopped() {
		return stopped.get();
	}

	/** Throws a {@link CancellationException} if {@link #stop()} was called. */
	public void check() {
		if (stopped.get()) {
			throw new CancellationException("the run was cancelled");
		}
	}

	/**
	 * Runs an action once on {@link #stop()}, at once if that was called already,
	 * unless the registration is closed.
	 */
	public Registration onStop(final Runnable action) {
		final AtomicBoolean once = new AtomicBoolean();
		final Runnable guarded = () -> {
			if (once.compareAndSet(false, true)) {
				action.run();
			}
		};
		actions.add(guarded);
		if (stopped.get()) {
			guarded.run();
		}
		return () -> actions.remove(guarded);
	}

	/** Takes an action back. */
	public interface Registration extends AutoCloseable {

		@Override
		void close();
	}
}
