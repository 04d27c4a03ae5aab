
package org.latentj.host;

import java.awt.Component;
import java.awt.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import javax.swing.AbstractButton;
import javax.swing.JFrame;
import javax.swing.JList;
import javax.swing.JTabbedPane;
import javax.swing.text.JTextComponent;

/** The Studio's window, used by the names of its parts. */
final class StudioClicks {

	private static final long MOST_SECONDS = 60;

	private final JFrame window;

	StudioClicks(final JFrame window) {
		this.window = window;
	}

	private static void add(final Component from, final List<Component> all) {
		all.add(from);
		if (from instanceof Container container) {
			for (final Component child : container.getComponents()) {
				add(child, all);
			}
		}
	}

	private <T> T part(final Class<T> type, final String name) {
		final List<Component> all = new ArrayList<>();
		add(window.getContentPane(), all);
		return all.stream().filter(type::isInstance).filter(c -> name.isEmpty() ||
			name.equals(c.getName())).map(type::cast).findFirst().orElseThrow(
				() -> new AssertionError("no " + name));
	}

	/** Puts a text into a field. */
	void type(final String name, final String text) {
		ImageJWindow.onEvents(() -> part(JTextComponent.class, name).setText(text));
	}

	/** Goes to a tab. */
	void choose(final String tab) {
		ImageJWindow.onEvents(() -> {
			final JTabbedPane tabs = part(JTabbedPane.class, "");
			tabs.setSelectedIndex(tabs.indexOfTab(tab));
		});
	}

	/** Presses a button. */
	void press(final String name) {
		ImageJWindow.onEvents(() -> part(AbstractButton.class, name).doClick());
	}

	/**
	 * Presses Generate and waits for as many results to be in the history.
	 *
	 * @return how many are there
	 */
	int made(final int wanted) {
		press("Generate");
		final AtomicInteger count = new AtomicInteger();
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
		while (count.get() < wanted && System.nanoTime() < end) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
			ImageJWindow.onEvents(() -> {
				final JList<?> history = part(JList.class, "history");
				count.set(history.getSelectedIndex() < 0 ? 0 : history.getModel()
					.getSize());
			});
		}
		return count.get();
	}

	/** Closes the window. */
	void close() {
		ImageJWindow.onEvents(window::dispose);
	}
}
