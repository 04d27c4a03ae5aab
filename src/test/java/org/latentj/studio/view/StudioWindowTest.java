
package org.latentj.studio.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Dimension;
import java.awt.Rectangle;

import javax.swing.JPanel;

import org.junit.jupiter.api.Test;
import org.latentj.studio.panel.SideLayout;

/** Tests where a {@link StudioWindow} is, by the size of the screen. */
class StudioWindowTest {

	private static final int TASK_BAR = 40;

	private static final SideLayout LAYOUT = new SideLayout(part(290), part(270),
		part(36));

	private static JPanel part(final int height) {
		final JPanel part = new JPanel();
		part.setPreferredSize(new Dimension(1, height));
		part.setMinimumSize(new Dimension(1, height));
		return part;
	}

	private static Rectangle screen(final int width, final int height) {
		return new Rectangle(0, 0, width, height);
	}

	private static Rectangle usual(final int width, final int height) {
		return StudioWindow.usual(screen(width, height), screen(width, height -
			TASK_BAR), LAYOUT);
	}

	@Test
	void isNarrowAndHighAtTheRightBorder() {
		assertEquals(new Rectangle(896, 30, 470, 690), usual(1366, 768));
		assertEquals(new Rectangle(1450, 30, 470, 690), usual(1920, 1080));
		assertEquals(new Rectangle(810, 30, 470, 650), usual(1280, 720));
	}

	@Test
	void isWideOnALowScreenAndLeavesTheTaskBar() {
		assertEquals(new Rectangle(60, 0, 900, 500), usual(960, 540));
		assertEquals(new Rectangle(0, 0, 800, 440), usual(800, 480));
	}

	@Test
	void isWhereItWasIfItCanBeUsedThere() {
		final Rectangle low = screen(960, 540);
		final Rectangle wide = usual(960, 540);
		assertTrue(StudioWindow.isFitting(new Rectangle(10, 10, 800, 450), wide,
			low));
		assertFalse(StudioWindow.isFitting(new Rectangle(490, 30, 470, 470), wide,
			low), "without a picture");
		assertFalse(StudioWindow.isFitting(new Rectangle(10, 30, 900, 690), wide,
			low), "higher than the screen");
		final Rectangle large = screen(1366, 768);
		assertTrue(StudioWindow.isFitting(new Rectangle(490, 30, 470, 470), usual(
			1366, 768), large), "as it was left");
		assertFalse(StudioWindow.isFitting(new Rectangle(1450, 30, 470, 690), usual(
			1366, 768), large), "of another screen");
	}
}
