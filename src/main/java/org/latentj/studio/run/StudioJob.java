
package org.latentj.studio.run;

import java.util.Locale;

/**
 * A request on its way. Its state is changed by the queue's thread, and may be
 * looked at by any.
 */
public final class StudioJob {

	/** How far it has come. */
	public enum State {

			/** Others are before it. */
			WAITING,
			/** It is being made. */
			RUNNING,
			/** There is a picture. */
			DONE,
			/** There is none; {@link StudioJob#message} says why. */
			FAILED,
			/** The user didn't want it any more. */
			CANCELLED;

		/** Whether nothing more will happen. */
		public boolean isEnd() {
			return this != WAITING && this != RUNNING;
		}
	}

	private final StudioRequest request;

	private volatile State state = State.WAITING;

	private volatile String message = "";

	private volatile int done;

	private volatile long start;

	private volatile long end;

	private Runnable stop = () -> {};

	private boolean cancelled;

	StudioJob(final StudioRequest request) {
		this.request = request;
	}

	/** What was asked for. */
	public StudioRequest request() {
		return request;
	}

	/** How far it has come. */
	public State state() {
		return state;
	}

	/** What is being done, or was: a text for people. */
	public String message() {
		return message;
	}

	/** How much is done, 0 to 1000. */
	public int done() {
		return done;
	}

	/** Seconds from its begin to its end, or to now. */
	public double seconds() {
		return start == 0 ? 0 : ((state.isEnd() ? end : System.nanoTime()) -
			start) / 1e9;
	}

	/** As in "done in 12.3 s, seed 42"; what went wrong if something did. */
	public String lastWord() {
		return switch (state) {
			case DONE -> String.format(Locale.ROOT, "done in %.1f s, seed %s",
				seconds(), request.seed()) + (message.isEmpty() ? "" : "; " + message);
			case CANCELLED -> "cancelled";
			default -> message;
		};
	}

	void begin() {
		start = System.nanoTime();
		state = State.RUNNING;
	}

	void tell(final int part, final String text) {
		done = part;
		message = text;
	}

	void end(final State last, final String text) {
		end = System.nanoTime();
		message = text;
		state = last;
	}

	/** What ends its run from now on; at once if it is not wanted any more. */
	synchronized void stopBy(final Runnable action) {
		stop = action;
		if (cancelled) {
			action.run();
		}
	}

	/** Ends it as soon as can be. */
	synchronized void cancel() {
		cancelled = true;
		stop.run();
	}

	synchronized boolean isCancelled() {
		return cancelled;
	}

	/** Whether it was cancelled before it began. */
	public boolean isUnwanted() {
		return state == State.WAITING && isCancelled();
	}
}
