
package org.latentj.host.dialog;

import java.awt.TextArea;

/** A text area that is as high as its text: a line as long as that is one. */
final class GrowingArea extends TextArea {

	/** What the widget style of such a text has behind that of a text area. */
	static final String STYLE = "one line";

	private static final long serialVersionUID = 1L;

	private static final int MOST_ROWS = 4;

	/** Longer lines are wrapped, about. */
	private static final int LINE = 96;

	/** @param whenHigher called when its height has changed by what was typed */
	GrowingArea(final String text, final int columns, final Runnable whenHigher) {
		super(text, rows(text), columns, SCROLLBARS_NONE);
		addTextListener(event -> {
			if (fit()) {
				whenHigher.run();
			}
		});
	}

	/**
	 * Gives it the height of its text.
	 *
	 * @return whether that is another one
	 */
	boolean fit() {
		final int before = getRows();
		setRows(rows(getText()));
		return getRows() != before;
	}

	private static int rows(final String text) {
		final long rows = text.lines().mapToLong(l -> 1 + Math.max(0, l.length() -
			1) / LINE).sum() + (text.endsWith("\n") ? 1 : 0);
		return (int) Math.max(1, Math.min(MOST_ROWS, rows));
	}
}
