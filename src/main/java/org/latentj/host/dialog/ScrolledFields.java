
package org.latentj.host.dialog;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Panel;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.ScrollPane;
import java.awt.Window;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.Arrays;
import java.util.List;

import javax.swing.SwingUtilities;

/**
 * The fields of a dialog that is larger than the screen, which are scrolled;
 * what stays below them, its buttons, is always to be seen. A field that gets
 * the focus is scrolled into view.
 */
final class ScrolledFields extends ScrollPane {

	private static final long serialVersionUID = 1L;

	/** Pixels of a turn of the mouse's wheel. */
	private static final int LINE = 24;

	/** Pixels over and below a field that gets the focus. */
	private static final int AROUND = 6;

	/** Pixels of its frame, on both sides. */
	private static final int FRAME = 6;

	/** Pixels over what stays. */
	private static final int GAP = 6;

	private final Panel fields = new Panel(new GridBagLayout());

	private final Panel below = new Panel(new BorderLayout(GAP, 0)) {

		private static final long serialVersionUID = 1L;

		/** NB: what is told there is cut rather than the buttons. */
		@Override
		public Dimension getPreferredSize() {
			final Dimension size = super.getPreferredSize();
			return new Dimension(Math.min(size.width, most().width), size.height);
		}
	};

	private final Window dialog;

	/** Pixels that it may have on the screen. */
	private Dimension room = new Dimension();

	private ScrolledFields(final Window dialog) {
		super(SCROLLBARS_AS_NEEDED);
		this.dialog = dialog;
		setFocusable(false);
		getVAdjustable().setUnitIncrement(LINE);
		getHAdjustable().setUnitIncrement(LINE);
		add(fields);
	}

	/**
	 * Puts the fields of a dialog, which lie in a grid, into one of these.
	 *
	 * @param staying what stays below the fields, in a row: two at most, the last
	 *          one at the right
	 */
	static ScrolledFields of(final Window dialog, final List<Component> staying) {
		final Component focus = dialog.getFocusOwner();
		final GridBagLayout grid = (GridBagLayout) dialog.getLayout();
		final ScrolledFields scrolled = new ScrolledFields(dialog);
		for (final Component part : dialog.getComponents()) {
			if (!staying.contains(part)) {
				final GridBagConstraints place = grid.getConstraints(part);
				scrolled.fields.add(part, place);
				scrolled.follow(part);
			}
		}
		scrolled.below.add(staying.get(staying.size() - 1), BorderLayout.EAST);
		if (staying.size() > 1) {
			scrolled.below.add(staying.get(0), BorderLayout.CENTER);
		}
		dialog.setLayout(new BorderLayout(0, GAP));
		dialog.add(scrolled, BorderLayout.CENTER);
		dialog.add(scrolled.below, BorderLayout.SOUTH);
		if (focus != null) {
			focus.requestFocusInWindow();
		}
		return scrolled;
	}

	/** What the fields lie in now. */
	GridBagLayout grid() {
		return (GridBagLayout) fields.getLayout();
	}

	/** The size of a dialog in which nothing would have to be scrolled. */
	Dimension whole() {
		final Dimension inner = inner();
		return new Dimension(inner.width + room.width - most().width, inner.height +
			room.height - most().height);
	}

	/** @param screen pixels that the dialog may have */
	void limit(final Dimension screen) {
		room = screen;
		invalidate();
	}

	/** What the fields need, with their frame. */
	private Dimension inner() {
		fields.invalidate();
		final Dimension inner = fields.getPreferredSize();
		return new Dimension(inner.width + FRAME, inner.height + FRAME);
	}

	/** What the fields can have. */
	private Dimension most() {
		final Insets around = dialog.getInsets();
		final int stays = Arrays.stream(below.getComponents()).mapToInt(c -> c
			.getPreferredSize().height).max().orElse(0);
		return new Dimension(room.width - around.left - around.right, room.height -
			around.top - around.bottom - GAP - stays);
	}

	/** NB: a bar at one side takes its place from the other. */
	@Override
	public Dimension getPreferredSize() {
		final Dimension inner = inner();
		final Dimension most = most();
		final int width = inner.width + (inner.height > most.height
			? getVScrollbarWidth() : 0);
		final int height = inner.height + (inner.width > most.width
			? getHScrollbarHeight() : 0);
		return new Dimension(Math.min(width, most.width), Math.min(height,
			most.height));
	}

	private void follow(final Component part) {
		part.addFocusListener(new FocusAdapter() {

			@Override
			public void focusGained(final FocusEvent e) {
				show(part);
			}
		});
		if (part instanceof Container parts) {
			for (final Component inner : parts.getComponents()) {
				follow(inner);
			}
		}
	}

	private void show(final Component part) {
		final Rectangle place = SwingUtilities.convertRectangle(part.getParent(),
			part.getBounds(), fields);
		final Dimension seen = getViewportSize();
		final Point at = getScrollPosition();
		setScrollPosition(shifted(at.x, seen.width, place.x, place.width), shifted(
			at.y, seen.height, place.y, place.height));
	}

	/**
	 * Where to begin so that a part is seen: as now if it is, else as near as can
	 * be.
	 *
	 * @param at where it begins now
	 * @param seen pixels from there on
	 */
	static int shifted(final int at, final int seen, final int from,
		final int length)
	{
		final int last = from - AROUND;
		final int first = from + length + AROUND - seen;
		return Math.max(0, Math.min(last, Math.max(first, at)));
	}
}
