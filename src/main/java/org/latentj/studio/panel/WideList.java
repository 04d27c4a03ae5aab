
package org.latentj.studio.panel;

import java.awt.Dimension;

import javax.swing.JComboBox;
import javax.swing.plaf.basic.ComboPopup;

/**
 * A choice whose list is as wide as its entries, also where it has less room
 * itself. NB: Swing asks for its size for both; at the layout it is its own.
 */
final class WideList<T> extends JComboBox<T> {

	private static final long serialVersionUID = 1L;

	private static final int SCROLL_BAR = 20;

	private boolean laidOut;

	@SafeVarargs
	WideList(final T... entries) {
		super(entries);
	}

	@Override
	public void doLayout() {
		laidOut = true;
		super.doLayout();
		laidOut = false;
	}

	@Override
	public Dimension getSize() {
		final Dimension size = super.getSize();
		return laidOut ? size : new Dimension(Math.max(size.width, entries()),
			size.height);
	}

	/** Pixels of the widest entry with a scroll bar beside it. */
	private int entries() {
		return getUI() != null && getUI().getAccessibleChild(this,
			0) instanceof ComboPopup popup ? popup.getList()
				.getPreferredSize().width + SCROLL_BAR : 0;
	}
}
