
package org.latentj.studio.panel;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.KeyboardFocusManager;
import java.awt.LayoutManager;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.beans.PropertyChangeListener;

import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JViewport;
import javax.swing.Scrollable;
import javax.swing.ScrollPaneConstants;
import javax.swing.SwingUtilities;

/**
 * Controls that are scrolled up and down where the window is too low, and are
 * as wide as it is.
 */
public final class ScrolledControls extends JScrollPane {

	private static final long serialVersionUID = 1L;

	private static final int LINE = 16;

	private static final String FOCUS = "permanentFocusOwner";

	public ScrolledControls(final JComponent controls) {
		super(wide(controls), ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
			ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
		setBorder(BorderFactory.createEmptyBorder());
		getVerticalScrollBar().setUnitIncrement(LINE);
	}

	private static Wide wide(final JComponent controls) {
		final Wide panel = new Wide(new BorderLayout());
		panel.add(controls, BorderLayout.NORTH);
		return panel;
	}

	/** NB: else nobody would hear that the controls need another height. */
	@Override
	public boolean isValidateRoot() {
		return false;
	}

	/**
	 * Has whatever gets the focus in a window scrolled into view, until the
	 * window is closed.
	 */
	public static void follow(final Window window) {
		final KeyboardFocusManager keys = KeyboardFocusManager
			.getCurrentKeyboardFocusManager();
		final PropertyChangeListener listener = e -> {
			if (e.getNewValue() instanceof JComponent part && SwingUtilities
				.isDescendingFrom(part, window))
			{
				show(part);
			}
		};
		keys.addPropertyChangeListener(FOCUS, listener);
		window.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosed(final WindowEvent e) {
				keys.removePropertyChangeListener(FOCUS, listener);
			}
		});
	}

	/**
	 * Scrolls so that a part is seen; of one that is scrolled itself, its frame.
	 * NB: by its parent, since a text field would scroll its text alone.
	 */
	private static void show(final JComponent part) {
		final Component whole = part.getParent() instanceof JViewport port ? port
			.getParent() : part;
		if (whole.getParent() instanceof JComponent parent) {
			parent.scrollRectToVisible(whole.getBounds());
		}
	}

	/** What is scrolled up and down, and is as wide as there is room. */
	static class Wide extends JPanel implements Scrollable {

		private static final long serialVersionUID = 1L;

		Wide(final LayoutManager layout) {
			super(layout);
		}

		@Override
		public Dimension getPreferredScrollableViewportSize() {
			return getPreferredSize();
		}

		@Override
		public int getScrollableUnitIncrement(final Rectangle visible,
			final int orientation, final int direction)
		{
			return LINE;
		}

		@Override
		public int getScrollableBlockIncrement(final Rectangle visible,
			final int orientation, final int direction)
		{
			return visible.height - LINE;
		}

		@Override
		public boolean getScrollableTracksViewportWidth() {
			return true;
		}

		@Override
		public boolean getScrollableTracksViewportHeight() {
			return false;
		}
	}
}
