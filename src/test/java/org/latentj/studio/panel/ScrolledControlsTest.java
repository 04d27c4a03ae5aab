
package org.latentj.studio.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GridLayout;
import java.awt.KeyboardFocusManager;
import java.awt.event.WindowEvent;
import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;

import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests {@link ScrolledControls}. */
class ScrolledControlsTest {

	private static final String FOCUS = "permanentFocusOwner";

	private final KeyboardFocusManager keys = KeyboardFocusManager
		.getCurrentKeyboardFocusManager();

	private final JTextField first = new JTextField("first");

	private final JTextArea last = new JTextArea("a text\nof many\nlines\n", 3,
		9);

	private final JScrollPane text = new JScrollPane(last);

	/** NB: without a window manager the focus is anywhere. */
	private void focus(final JComponent part) {
		for (final PropertyChangeListener each : keys.getPropertyChangeListeners(
			FOCUS))
		{
			each.propertyChange(new PropertyChangeEvent(keys, FOCUS, null, part));
		}
	}

	private static boolean isWholeSeen(final JComponent part) {
		return part.getVisibleRect().getSize().equals(part.getSize());
	}

	@Test
	@Tag("display")
	void showsWhatGetsTheFocusUntilTheWindowIsClosed() throws Exception {
		final int before = keys.getPropertyChangeListeners(FOCUS).length;
		EventQueue.invokeAndWait(() -> {
			final JPanel controls = new JPanel(new GridLayout(0, 1));
			controls.add(first);
			for (int i = 0; i < 9; i++) {
				controls.add(new JTextField());
			}
			controls.add(text);
			final ScrolledControls scrolled = new ScrolledControls(controls);
			final JFrame window = new JFrame();
			ScrolledControls.follow(window);
			window.add(scrolled);
			window.setSize(new Dimension(300, 200));
			window.setVisible(true);
			window.validate();
			assertTrue(isWholeSeen(first));
			assertFalse(isWholeSeen(text));
			focus(last);
			assertTrue(isWholeSeen(text), text.getBounds().toString());
			assertFalse(isWholeSeen(first));
			focus(first);
			assertTrue(isWholeSeen(first));
			assertFalse(scrolled.getHorizontalScrollBar().isVisible());
			window.dispose();
			window.dispatchEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSED));
		});
		EventQueue.invokeAndWait(() -> assertEquals(before, keys
			.getPropertyChangeListeners(FOCUS).length));
	}
}
