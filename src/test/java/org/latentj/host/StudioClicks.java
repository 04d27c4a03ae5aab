
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.WindowManager;

import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import javax.swing.AbstractButton;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JTabbedPane;
import javax.swing.SwingUtilities;
import javax.swing.TransferHandler.TransferSupport;
import javax.swing.text.JTextComponent;

/** The Studio's window, used by the names of its parts. */
final class StudioClicks {

	private static final long MOST_SECONDS = 60;

	private final JFrame window;

	/** What is the current one whenever something is chosen or pressed. */
	private ImagePlus current;

	/** NB: the checkpoints are filled in while it is shown already. */
	StudioClicks(final JFrame window) {
		this.window = window;
		await(() -> part(JComboBox.class, "checkpoint").isEnabled());
	}

	/** Waits until something holds on the event thread. */
	void await(final BooleanSupplier state) {
		final AtomicBoolean reached = new AtomicBoolean();
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
		while (!reached.get() && System.nanoTime() < end) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
			ImageJWindow.onEvents(() -> reached.set(state.getAsBoolean()));
		}
		assertTrue(reached.get(), "it does not come to that");
	}

	/** Text of a label. */
	String text(final String name) {
		return part(JLabel.class, name).getText();
	}

	/** What a field has. */
	String value(final String name) {
		return part(JTextComponent.class, name).getText();
	}

	/** Whether a button is there to be pressed. */
	boolean offers(final String name) {
		return part(AbstractButton.class, name).isVisible();
	}

	/** Gives the window another size, in pixels. */
	void resize(final int width, final int height) {
		ImageJWindow.onEvents(() -> {
			window.setSize(width, height);
			window.validate();
		});
	}

	/** What can be seen of a part, in pixels of the window. */
	Rectangle seen(final String name) {
		final Rectangle[] seen = new Rectangle[1];
		ImageJWindow.onEvents(() -> {
			final JComponent part = part(JComponent.class, name);
			seen[0] = SwingUtilities.convertRectangle(part, part.getVisibleRect(),
				window);
		});
		return seen[0];
	}

	/** How many results are listed. */
	int results() {
		return part(JList.class, "history").getModel().getSize();
	}

	/** Drops a file into the window. */
	void drop(final Path file) {
		drop(file, (JComponent) window.getContentPane());
	}

	/** Drops a file onto a text. */
	void drop(final Path file, final String name) {
		drop(file, part(JTextComponent.class, name));
	}

	private static void drop(final Path file, final JComponent pane) {
		ImageJWindow.onEvents(() -> {
			final TransferSupport support = new TransferSupport(pane, new DroppedFile(
				file));
			assertTrue(pane.getTransferHandler().importData(support));
		});
	}

	private static void add(final Component from, final List<Component> all) {
		all.add(from);
		if (from instanceof Container container) {
			for (final Component child : container.getComponents()) {
				add(child, all);
			}
		}
	}

	private <T extends Component> T part(final Class<T> type, final String name) {
		return part(window.getContentPane(), type, c -> name.isEmpty() || name
			.equals(c.getName()));
	}

	private static <T extends Component> T part(final Container within,
		final Class<T> type, final Predicate<T> which)
	{
		final List<Component> all = new ArrayList<>();
		add(within, all);
		return all.stream().filter(type::isInstance).map(type::cast).filter(which)
			.findFirst().orElseThrow(() -> new AssertionError("no such " + type));
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

	/** NB: without a window manager any image may get the focus. */
	void keepCurrent(final ImagePlus image) {
		current = image;
	}

	private void setCurrent() {
		if (current != null) {
			WindowManager.setCurrentWindow(current.getWindow());
		}
	}

	/** Presses a button that asks for a text, and gives it. */
	void answer(final String name, final String text) {
		EventQueue.invokeLater(() -> part(AbstractButton.class, name).doClick());
		await(() -> asked().isPresent());
		ImageJWindow.onEvents(() -> {
			final Container pane = asked().orElseThrow().getContentPane();
			part(pane, JTextComponent.class, c -> true).setText(text);
			part(pane, JButton.class, b -> "OK".equals(b.getText())).doClick();
		});
	}

	private Optional<JDialog> asked() {
		return Arrays.stream(window.getOwnedWindows()).filter(
			w -> w instanceof JDialog && w.isShowing()).map(JDialog.class::cast)
			.findFirst();
	}

	/** What a box has, as it reads. */
	List<String> entries(final String name) {
		final JComboBox<?> box = part(JComboBox.class, name);
		return IntStream.range(0, box.getItemCount()).mapToObj(i -> box.getItemAt(i)
			.toString()).toList();
	}

	/** What is chosen of a box, as it reads. */
	String chosen(final String name) {
		return part(JComboBox.class, name).getSelectedItem().toString();
	}

	/** Chooses a result, the newest being 0. */
	void result(final int index) {
		ImageJWindow.onEvents(() -> part(JList.class, "history").setSelectedIndex(
			index));
	}

	/** Chooses the newest results. */
	void newest(final int count) {
		ImageJWindow.onEvents(() -> part(JList.class, "history")
			.setSelectionInterval(0, count - 1));
	}

	/** Chooses an entry of a box, which fills in its list when it opens. */
	void pick(final String name, final String entry) {
		ImageJWindow.onEvents(() -> {
			setCurrent();
			final JComboBox<?> box = part(JComboBox.class, name);
			box.setPopupVisible(true);
			box.setSelectedIndex(entries(name).indexOf(entry));
			box.setPopupVisible(false);
		});
		ImageJWindow.onEvents(() -> {});
	}

	/** Presses a button. */
	void press(final String name) {
		ImageJWindow.onEvents(() -> {
			setCurrent();
			part(AbstractButton.class, name).doClick();
		});
	}

	/**
	 * Presses Generate and waits for as many results to be in the history.
	 *
	 * @return how many are there
	 */
	int made(final int wanted) {
		return made("Generate", wanted);
	}

	/** Likewise, by another button. */
	int made(final String button, final int wanted) {
		press(button);
		await(() -> {
			final JList<?> history = part(JList.class, "history");
			return history.getSelectedIndex() >= 0 && history.getModel()
				.getSize() >= wanted && !part(AbstractButton.class, "Cancel")
					.isEnabled();
		});
		return results();
	}

	/** Closes the window. */
	void close() {
		ImageJWindow.onEvents(window::dispose);
	}
}
