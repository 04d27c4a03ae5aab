
package org.latentj.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.scijava.app.StatusService;

/**
 * The one status bar of all commands that run. It shows what the newest of them
 * does, and how many more run; it is emptied when the last one ends. May be
 * used by several threads.
 */
public final class SharedStatus {

	/**
	 * What the bar shows.
	 *
	 * @param maximum of the value; 0 if there is nothing to be shown yet
	 */
	private record Shown(int value, int maximum, String text) {

		private static final Shown NOTHING = new Shown(0, 0, "");

		private Shown beside(final int others) {
			return others == 0 || maximum == 0 ? this : new Shown(value, maximum,
				text + " (and " + others + " more run" + (others == 1 ? ")" : "s)"));
		}
	}

	/** SciJava's words. */
	private static final String FINISHED = "Command finished: ";

	/** From the oldest to the newest. */
	private final List<Share> shares = new ArrayList<>();

	private Shown current = Shown.NOTHING;

	/** What commands have left, by their titles, until it is asked for. */
	private final Map<String, String> left = new HashMap<>();

	/** Begins to show a run, before all others. */
	public Share join(final StatusService bar) {
		return join(bar, "");
	}

	/** The same of a command with this title. */
	public Share join(final StatusService bar, final String title) {
		final Share share = new Share(bar, title);
		synchronized (this) {
			shares.add(share);
		}
		return share;
	}

	/** What a run shows in the bar. */
	public final class Share {

		private final StatusService bar;

		private Shown own = Shown.NOTHING;

		private final String title;

		private Share(final StatusService bar, final String title) {
			this.bar = bar;
			this.title = title;
		}

		/**
		 * Shows how far the run is, if it is the newest.
		 *
		 * @param value up to the maximum
		 */
		public void show(final int value, final int maximum, final String text) {
			synchronized (SharedStatus.this) {
				own = new Shown(value, maximum, text);
				if (newest() != this) {
					return;
				}
				current = own.beside(shares.size() - 1);
			}
			publish(bar);
		}

		/** Shows a text, until there is something new. */
		public void warn(final String text) {
			bar.showStatus(text);
		}

		/**
		 * Ends the run. The bar shows those that go on.
		 *
		 * @param last what stays there if there are none; may be empty
		 */
		public void leave(final String last) {
			synchronized (SharedStatus.this) {
				shares.remove(this);
				left.put(title, last);
				current = shares.isEmpty() ? new Shown(1, 1, last) : newest().own
					.beside(shares.size() - 1);
			}
			publish(bar);
		}
	}

	/**
	 * What is to be shown in place of a text that Fiji shows when a command has
	 * ended; empty if that may stay.
	 */
	public synchronized Optional<String> insteadOf(final String text) {
		final String last = text == null || !text.startsWith(FINISHED) ? null : left
			.remove(text.substring(FINISHED.length()));
		return Optional.ofNullable(last).filter(t -> !t.isEmpty() && shares
			.isEmpty());
	}

	private Share newest() {
		return shares.get(shares.size() - 1);
	}

	private synchronized Shown current() {
		return current;
	}

	/**
	 * NB: not with the lock, since SciJava waits for the event thread, where
	 * another run may wait for the lock; so another thread may have overtaken
	 * this one, and what it has shown is shown again.
	 */
	private void publish(final StatusService bar) {
		Shown shown;
		do {
			shown = current();
			if (shown.maximum > 0) {
				bar.showStatus(shown.value, shown.maximum, shown.text);
			}
		}
		while (shown != current());
	}
}
