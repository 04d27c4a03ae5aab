
package org.latentj.studio.panel;

import java.awt.EventQueue;

import javax.swing.JComboBox;
import javax.swing.event.PopupMenuEvent;
import javax.swing.event.PopupMenuListener;

/**
 * Hears what is chosen in a box when it is chosen. NB: an open box tells each
 * entry that the arrow keys go over; here what counts is that with which it is
 * closed, and Escape goes back to what was chosen before.
 */
final class Choosing implements PopupMenuListener {

	private final JComboBox<?> box;

	private final Runnable chosen;

	private Object before;

	private boolean open;

	private boolean cancelled;

	private Choosing(final JComboBox<?> box, final Runnable chosen) {
		this.box = box;
		this.chosen = chosen;
	}

	/** Calls this whenever something is chosen, perhaps the same again. */
	static void listen(final JComboBox<?> box, final Runnable chosen) {
		final Choosing listener = new Choosing(box, chosen);
		box.addPopupMenuListener(listener);
		box.addActionListener(e -> {
			if (!listener.open) {
				chosen.run();
			}
		});
	}

	@Override
	public void popupMenuWillBecomeVisible(final PopupMenuEvent e) {
		before = box.getSelectedItem();
		cancelled = false;
		open = true;
	}

	/** NB: later, since the entry may be told after this. */
	@Override
	public void popupMenuWillBecomeInvisible(final PopupMenuEvent e) {
		EventQueue.invokeLater(this::close);
	}

	private void close() {
		if (!open) {
			return;
		}
		if (cancelled) {
			box.setSelectedItem(before);
			open = false;
			return;
		}
		open = false;
		chosen.run();
	}

	@Override
	public void popupMenuCanceled(final PopupMenuEvent e) {
		cancelled = true;
	}
}
