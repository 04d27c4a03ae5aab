
package org.latentj.host.dialog;

import java.awt.TextArea;

/** A text area that is as high as its text: a line as long as that is one. */
final class GrowingArea extends TextArea {

	/** What the widget style of such a text has behind that of a text area. */
	static final String STYLE = "one line";

	private static final long serialVersionUID = 1L;

	/** Longer lines are wrapped, about. */
	private static final int LINE = 96;

	private final int most;

	/**
	 * @param most rows
	 * @param whenHigher called when its height has changed by what was typed
	 */
	GrowingArea(final String text, final int columns, final int most,
		final Runnable whenHigher)
	{
		super(text, rows(text, most), columns, SCROLLBARS_NONE);
		this.most = most;
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
		setRows(rows(getText(), most));
		return getRows() != before;
	}

	private static int rows(final String text, final int most) {
		final long rows = text.lines().mapToLong(l -> 1 + Math.max(0, l.length() -
			1) / LINE).sum() + (text.endsWith("\n") ? 1 : 0);
		return (int) Math.max(1, Math.min(most, rows));
	}
}
