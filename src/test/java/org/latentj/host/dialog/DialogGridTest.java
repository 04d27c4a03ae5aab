
package org.latentj.host.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.GenericDialog;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.GridBagLayout;
import java.awt.TextField;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latentj.host.dialog.DialogGrid.Width;

/** Tests how {@link DialogGrid} makes dialogs fit on the screen. */
class DialogGridTest {

	private static final Dimension LARGE = new Dimension(9999, 9999);

	private GenericDialog dialog;

	private DialogGrid grid;

	private void open() {
		dialog = new GenericDialog("test");
		grid = new DialogGrid(dialog);
		grid.begin("Heading");
		for (int i = 0; i < 6; i++) {
			grid.add("", Width.SHORT, () -> dialog.addStringField("A label", "", 20));
		}
		grid.add("", Width.WIDE, () -> dialog.addStringField("A label", "", 20));
		dialog.addNotify();
	}

	/** The preferred size in a room. */
	private Dimension in(final Dimension room) {
		grid.fit(input -> true, room, LARGE);
		return dialog.getPreferredSize();
	}

	/** The rows of the fields. */
	private List<Integer> rows() {
		final GridBagLayout layout = (GridBagLayout) dialog.getLayout();
		return Arrays.stream(dialog.getComponents()).filter(
			TextField.class::isInstance).map((final Component field) -> layout
				.getConstraints(field).gridy).toList();
	}

	@Test
	@Tag("display")
	void hasFewerFieldsInARowWhereItWouldBeTooWide() {
		open();
		final Dimension large = in(LARGE);
		assertEquals(List.of(0, 0, 0, 1, 1, 1, 2), rows());
		assertEquals(large, in(large));
		final Dimension narrow = in(new Dimension(large.width - 1, 9999));
		assertEquals(List.of(0, 0, 1, 1, 2, 2, 3), rows());
		assertTrue(narrow.width < 0.8 * large.width, narrow.toString());
		assertEquals(large, in(LARGE));
	}

	@Test
	@Tag("display")
	void hasRowsCloseToOneAnotherWhereItWouldBeTooHigh() {
		open();
		final Dimension large = in(LARGE);
		final Dimension low = in(new Dimension(large.width, large.height - 1));
		assertEquals(List.of(0, 0, 0, 1, 1, 1, 2), rows());
		assertTrue(low.height < large.height, low.toString());
		final Dimension narrow = in(new Dimension(large.width - 1, 9999));
		final Dimension small = in(new Dimension(large.width - 1, narrow.height -
			1));
		assertEquals(List.of(0, 0, 1, 1, 2, 2, 3), rows());
		assertEquals(narrow.width, small.width);
		assertTrue(small.height < narrow.height, small.toString());
	}
}
