
package org.latentj.host.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.GenericDialog;

import java.awt.Button;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Panel;
import java.awt.Rectangle;
import java.awt.TextField;
import java.awt.event.FocusEvent;
import java.util.Arrays;

import javax.swing.SwingUtilities;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latentj.host.dialog.DialogGrid.Width;

/** Tests {@link ScrolledFields}. */
class ScrolledFieldsTest {

	private static final int FIELDS = 40;

	/** What a small laptop at 200 % has beside task bar and title. */
	private static final Dimension SMALL = new Dimension(960, 468);

	private GenericDialog dialog;

	private DialogGrid grid;

	private final Panel buttons = new Panel();

	@AfterEach
	void close() {
		if (dialog != null) {
			dialog.dispose();
		}
	}

	@Test
	void showsAPartWithAsLittleScrollingAsCanBe() {
		assertEquals(0, ScrolledFields.shifted(0, 100, 20, 20));
		assertEquals(30, ScrolledFields.shifted(30, 100, 40, 20), "seen already");
		assertEquals(126, ScrolledFields.shifted(30, 100, 200, 20), "below");
		assertEquals(14, ScrolledFields.shifted(30, 100, 20, 20), "above");
		assertEquals(0, ScrolledFields.shifted(30, 100, 0, 20), "the first");
		assertEquals(194, ScrolledFields.shifted(30, 100, 200, 300),
			"the beginning of what is higher");
	}

	private void open(final int fields, final Dimension screen) {
		dialog = new GenericDialog("test");
		dialog.setModal(false);
		grid = new DialogGrid(dialog);
		grid.begin("Heading");
		for (int i = 0; i < fields; i++) {
			grid.add("field", Width.FULL, () -> dialog.addStringField("A label", "",
				40));
		}
		grid.begin("");
		final Panel line = new Panel();
		line.setName("line");
		line.add(new Button("Defaults, and what a run would take, in many words"));
		grid.add("", Width.LONG, () -> dialog.addPanel(line));
		buttons.add(new Button("OK"));
		dialog.add(buttons);
		dialog.addNotify();
		grid.fit(input -> true, screen, screen);
		dialog.pack();
		dialog.setVisible(true);
	}

	private Rectangle place(final Component part) {
		return SwingUtilities.convertRectangle(part.getParent(), part.getBounds(),
			dialog);
	}

	private static void focus(final Component field) {
		Arrays.stream(field.getFocusListeners()).forEach(l -> l.focusGained(
			new FocusEvent(field, FocusEvent.FOCUS_GAINED)));
	}

	@Test
	@Tag("display")
	void leavesButtonsOnTheScreenAndShowsTheFieldWithTheFocus() throws Exception {
		EventQueue.invokeAndWait(() -> open(FIELDS, SMALL));
		EventQueue.invokeAndWait(() -> {
			assertTrue(dialog.getWidth() <= SMALL.width && dialog
				.getHeight() <= SMALL.height, dialog.getBounds().toString());
			final ScrolledFields fields = (ScrolledFields) dialog.getComponent(0);
			assertTrue(fields.getHeight() > SMALL.height / 2, fields.toString());
			final Rectangle inside = new Rectangle(dialog.getSize());
			assertTrue(inside.contains(place(buttons)), place(buttons).toString());
			assertEquals(place(buttons).y + place(buttons).height, place(dialog
				.getComponent(1)).y + dialog.getComponent(1).getHeight());
			for (final int i : new int[] { FIELDS - 1, 0, FIELDS / 2 }) {
				final TextField field = (TextField) dialog.getStringFields().get(i);
				focus(field);
				assertTrue(fields.getBounds().contains(place(field)), i + ": " + place(
					field));
			}
			assertTrue(fields.getViewportSize().width >= fields.getComponent(0)
				.getPreferredSize().width, "nothing is scrolled to the sides");
		});
	}

	/** NB: what is told beside them may be long. */
	@Test
	@Tag("display")
	void isNotWiderThanTheScreen() throws Exception {
		final Dimension narrow = new Dimension(320, 468);
		EventQueue.invokeAndWait(() -> open(FIELDS, narrow));
		EventQueue.invokeAndWait(() -> {
			assertEquals(narrow, dialog.getSize());
			assertTrue(new Rectangle(narrow).contains(place(buttons)), place(buttons)
				.toString());
			final ScrolledFields fields = (ScrolledFields) dialog.getComponent(0);
			assertTrue(fields.getViewportSize().width < fields.getComponent(0)
				.getPreferredSize().width, "the rest is scrolled to");
		});
	}

	@Test
	@Tag("display")
	void isNotThereWhereAllFits() throws Exception {
		EventQueue.invokeAndWait(() -> open(3, SMALL));
		EventQueue.invokeAndWait(() -> assertTrue(Arrays.stream(dialog
			.getComponents()).noneMatch(ScrolledFields.class::isInstance)));
	}

	/** NB: what is typed and chosen in a dialog makes it higher. */
	@Test
	@Tag("display")
	void takesTheFieldsOfADialogThatBecomesTooHigh() throws Exception {
		EventQueue.invokeAndWait(() -> open(FIELDS, new Dimension(9999, 9999)));
		EventQueue.invokeAndWait(() -> {
			final int high = dialog.getHeight();
			((TextField) dialog.getStringFields().get(1)).setText("typed");
			grid.fit(input -> true, SMALL, SMALL);
			dialog.pack();
			assertTrue(high > SMALL.height);
			assertTrue(dialog.getHeight() <= SMALL.height);
			assertEquals("typed", ((TextField) dialog.getStringFields().get(1))
				.getText());
			grid.fit(input -> !input.equals("field"), SMALL, SMALL);
			dialog.pack();
			assertTrue(dialog.getHeight() < SMALL.height / 2, "few are left");
		});
	}
}
