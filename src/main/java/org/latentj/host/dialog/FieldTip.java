
package org.latentj.host.dialog;

import ij.gui.GUI;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.IllegalComponentStateException;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;

import javax.swing.JToolTip;
import javax.swing.Popup;
import javax.swing.PopupFactory;
import javax.swing.Timer;

/**
 * What a field means, beside it while the mouse rests there: AWT, of which
 * ImageJ's dialogs are made, has no tooltips.
 */
final class FieldTip extends MouseAdapter {

	private static final int REST_MILLIS = 700;

	private static final int WIDTH = 320;

	private static final int GAP = 2;

	/** Characters that need no second line. */
	private static final int SHORT = 60;

	private final Component field;

	private final String html;

	private final Timer rest = new Timer(REST_MILLIS, e -> show());

	/** Null while it is not shown. */
	private Popup shown;

	private FieldTip(final Component field, final String text) {
		this.field = field;
		html = "<html><div" + (text.length() < SHORT ? ">" : " style='width:" +
			WIDTH + "px'>") + Message.html(text) + "</div></html>";
		rest.setRepeats(false);
	}

	/** Gives a field a text. */
	static void add(final Component field, final String text) {
		if (text != null && !text.isEmpty()) {
			field.addMouseListener(new FieldTip(field, text));
		}
	}

	private void show() {
		hide();
		final JToolTip tip = new JToolTip();
		tip.setTipText(html);
		try {
			final Point at = place(tip.getPreferredSize());
			shown = PopupFactory.getSharedInstance().getPopup(field, tip, at.x, at.y);
			shown.show();
		}
		catch (final IllegalComponentStateException e) {
			// NB: the dialog has just been closed.
			shown = null;
		}
	}

	/** Below the field, over it where the screen ends. */
	private Point place(final Dimension size) {
		final Point at = field.getLocationOnScreen();
		final Rectangle screen = GUI.getMaxWindowBounds(field);
		final int below = at.y + field.getHeight() + GAP;
		return new Point(Math.max(screen.x, Math.min(at.x, screen.x + screen.width -
			size.width)), below + size.height > screen.y + screen.height ? at.y -
				GAP - size.height : below);
	}

	private void hide() {
		rest.stop();
		if (shown != null) {
			shown.hide();
			shown = null;
		}
	}

	@Override
	public void mouseEntered(final MouseEvent event) {
		rest.restart();
	}

	@Override
	public void mouseExited(final MouseEvent event) {
		hide();
	}

	@Override
	public void mousePressed(final MouseEvent event) {
		hide();
	}
}
