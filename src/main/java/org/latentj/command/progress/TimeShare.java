
package org.latentj.command.progress;

import java.util.function.LongSupplier;

/**
 * Lets something be done now and then, so seldom that it takes no more than a
 * part of the time. The first time is free.
 */
public final class TimeShare {

	private final double part;

	private final LongSupplier clock;

	private boolean started;

	private long next;

	/**
	 * @param part of the time that may be spent, above 0 to 1
	 * @param clock nanoseconds
	 */
	public TimeShare(final double part, final LongSupplier clock) {
		this.part = part;
		this.clock = clock;
	}

	/** Whether enough time has passed since the last time. */
	public boolean isDue() {
		return !started || clock.getAsLong() - next >= 0;
	}

	/** Does it, and finds out how long it takes. */
	public void run(final Runnable work) {
		final long start = clock.getAsLong();
		work.run();
		final long end = clock.getAsLong();
		next = started ? end + (long) Math.ceil((end - start) * (1 / part - 1))
			: end;
		started = true;
	}
}
