
package org.latentj.host.dialog;

import ij.gui.GenericDialog;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Places what an ImageJ dialog has: sections, each behind its heading, several
 * short fields in a row, so that the dialog fits on the screen of a laptop.
 * What is not to be seen takes no place.
 */
final class DialogGrid {

	/** Short fields in a row, each with its label. */
	private static final int ABREAST = 3;

	/** The same on narrow screens. */
	private static final int NARROW_ABREAST = 2;

	private static final int GAP = 12;

	/** Pixels below a row; fewer if rows are tight. */
	private static final int BELOW = 3;

	private static final int TIGHT_BELOW = 1;

	/** Over a section. */
	private static final int ABOVE = 8;

	private static final int TIGHT_ABOVE = 1;

	private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 12);

	/** How much of a row a field takes. */
	enum Width {

			/** Its label and itself: several share a row. */
			SHORT(1),

			/** As two short ones. */
			WIDE(2),

			/** All behind its label, as wide as it is. */
			LONG(ABREAST),

			/** All behind its label, as wide as the dialog. */
			FULL(ABREAST);

		/** Of those that a row has, if it has so many. */
		private final int places;

		Width(final int places) {
			this.places = places;
		}
	}

	/**
	 * A field.
	 *
	 * @param input name of its input; empty for a text alone
	 * @param components its label and the field, or the field alone
	 */
	private record Cell(String input, List<Component> components, Width width) {
	}

	/** @param heading null where there is none */
	private record Section(Component heading, List<Cell> cells) {
	}

	private final GenericDialog dialog;

	private final List<Section> sections = new ArrayList<>();

	/** Places of the row that is being filled. */
	private int filled;

	private int row;

	/** Over the row that is being filled. */
	private int above;

	private boolean tight;

	/** Places of a row. */
	private int abreast = ABREAST;

	/** Null as long as all fits on the screen. */
	private ScrolledFields scrolled;

	DialogGrid(final GenericDialog dialog) {
		this.dialog = dialog;
		begin("");
	}

	/** Begins a section. */
	void begin(final String heading) {
		if (heading.isEmpty()) {
			sections.add(new Section(null, new ArrayList<>()));
			return;
		}
		dialog.addMessage(heading, HEADING);
		sections.add(new Section(dialog.getMessage(), new ArrayList<>()));
	}

	/**
	 * Takes what is added to the dialog for a field of the section begun last.
	 *
	 * @param adding adds it, with its label before it if that is no part of it
	 */
	void add(final String input, final Width width, final Runnable adding) {
		final int before = dialog.getComponentCount();
		adding.run();
		sections.get(sections.size() - 1).cells().add(new Cell(input, Arrays.asList(
			dialog.getComponents()).subList(before, dialog.getComponentCount()),
			width));
	}

	/**
	 * Places all anew: with fewer fields in a row where the dialog would be too
	 * wide, and rows close to one another where it would be too high. What is
	 * larger than the screen is scrolled.
	 *
	 * @param shown whether the field of an input is to be seen
	 * @param room for the dialog on a usual screen
	 * @param screen pixels that the dialog can have
	 */
	void fit(final Predicate<String> shown, final Dimension room,
		final Dimension screen)
	{
		place(shown, ABREAST, false);
		if (size().width > room.width) {
			place(shown, NARROW_ABREAST, false);
		}
		if (size().height > room.height) {
			place(shown, abreast, true);
		}
		final Dimension size = size();
		if (scrolled == null && (size.width > screen.width ||
			size.height > screen.height))
		{
			scrolled = ScrolledFields.of(dialog, staying());
		}
		if (scrolled != null) {
			scrolled.limit(screen);
		}
		dialog.invalidate();
	}

	/** The last row of fields if it is of no input, and the buttons. */
	private List<Component> staying() {
		final List<Component> all = Arrays.asList(dialog.getComponents());
		final int buttons = all.size() - 1;
		return sections.get(sections.size() - 1).cells().stream().filter(c -> c
			.input().isEmpty()).flatMap(c -> c.components().stream()).findFirst().map(
				line -> List.of(line, all.get(buttons))).orElseGet(() -> List.of(all
					.get(buttons)));
	}

	/** NB: where no field comes or goes the size would be that of before. */
	private Dimension size() {
		if (scrolled != null) {
			return scrolled.whole();
		}
		dialog.invalidate();
		return dialog.getPreferredSize();
	}

	/** Places all anew, as on wide and high screens. */
	void place(final Predicate<String> shown) {
		place(shown, ABREAST, false);
	}

	private void place(final Predicate<String> shown, final int places,
		final boolean withoutGaps)
	{
		abreast = places;
		tight = withoutGaps;
		row = 0;
		for (final Section section : sections) {
			section.cells().forEach(c -> c.components().forEach(p -> p.setVisible(
				shown.test(c.input()))));
			final List<Cell> seen = section.cells().stream().filter(c -> shown.test(c
				.input())).toList();
			if (section.heading() != null) {
				section.heading().setVisible(!seen.isEmpty());
			}
			if (!seen.isEmpty()) {
				place(section.heading(), seen);
			}
		}
	}

	private void place(final Component heading, final List<Cell> cells) {
		above = row == 0 ? 0 : tight ? TIGHT_ABOVE : ABOVE;
		if (heading != null) {
			put(heading, 0, 1, GridBagConstraints.WEST);
		}
		filled = 0;
		for (final Cell cell : cells) {
			if (filled > 0 && filled + places(cell) > abreast) {
				next();
			}
			place(cell);
			filled += places(cell);
			if (filled == abreast) {
				next();
			}
		}
		if (filled > 0) {
			next();
		}
	}

	private int places(final Cell cell) {
		return Math.min(cell.width().places, abreast);
	}

	private void next() {
		row++;
		filled = 0;
		above = 0;
	}

	private void place(final Cell cell) {
		final int column = 1 + 2 * filled;
		final List<Component> parts = cell.components();
		final boolean whole = places(cell) == abreast;
		final int columns = 2 * places(cell);
		if (parts.size() == 1) {
			put(parts.get(0), column, whole ? GridBagConstraints.REMAINDER : columns,
				GridBagConstraints.WEST);
			return;
		}
		put(parts.get(0), column, 1, GridBagConstraints.EAST);
		put(parts.get(1), column + 1, whole ? GridBagConstraints.REMAINDER
			: columns - 1, cell.width() == Width.FULL ? GridBagConstraints.BOTH
				: GridBagConstraints.WEST);
	}

	/** @param anchor or {@link GridBagConstraints#BOTH} to fill what there is */
	private void put(final Component part, final int column, final int columns,
		final int anchor)
	{
		final GridBagConstraints place = new GridBagConstraints();
		place.gridx = column;
		place.gridy = row;
		place.gridwidth = columns;
		if (anchor == GridBagConstraints.BOTH) {
			place.fill = GridBagConstraints.HORIZONTAL;
		}
		else {
			place.anchor = anchor;
		}
		place.insets = new Insets(above, column % 2 == 1 ? GAP : 0, tight
			? TIGHT_BELOW : BELOW, 0);
		(scrolled == null ? (GridBagLayout) dialog.getLayout() : scrolled.grid())
			.setConstraints(part, place);
	}
}
