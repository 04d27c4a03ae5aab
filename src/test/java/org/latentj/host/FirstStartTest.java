
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.gui.HTMLDialog;

import java.awt.Dialog;
import java.awt.Dimension;
import java.util.Map;

import javax.swing.JScrollPane;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latentj.command.models.GettingStartedCommand;

/** The page that comes up by itself before a user's first picture. */
class FirstStartTest extends ImageJSession {

	private static Dialog opened(final String label) {
		imagej.start(label);
		return (Dialog) imagej.await(w -> w instanceof Dialog);
	}

	@Test
	@Tag("display")
	void comesBeforeTheFirstCommandThatMakesPictures() {
		preferences().put(GettingStartedCommand.class, "seen", false);
		final Dialog compute = opened("Compute...");
		assertEquals("Compute", compute.getTitle());
		ImageJWindow.answer(compute, Map.of(), false);
		ImageJWindow.end("Compute...");
		final Dialog page = opened("Txt2Img...");
		assertEquals("Getting Started", page.getTitle());
		ImageJWindow.onEvents(page::dispose);
		final Dialog txt2Img = (Dialog) imagej.await(w -> w instanceof Dialog);
		assertEquals("Txt2Img", txt2Img.getTitle());
		ImageJWindow.answer(txt2Img, Map.of(), false);
		ImageJWindow.end("Txt2Img...");
	}

	@Test
	@Tag("display")
	void fitsOnTheScreenAndIsNotScrolledToTheSides() {
		preferences().put(GettingStartedCommand.class, "seen", false);
		final HTMLDialog page = (HTMLDialog) opened("Txt2Img...");
		ImageJWindow.onEvents(() -> {
			final JScrollPane scrolled = (JScrollPane) page.getContentPane()
				.getComponent(0);
			assertTrue(scrolled.getVerticalScrollBar().isVisible());
			assertFalse(scrolled.getHorizontalScrollBar().isVisible());
			final Dimension screen = IJ.getScreenSize();
			assertEquals((int) (0.8 * screen.height), page.getHeight());
			assertTrue(page.getY() > 0, page.getBounds().toString());
		});
		ImageJWindow.onEvents(page::dispose);
		ImageJWindow.answer((Dialog) imagej.await(w -> w instanceof Dialog), Map
			.of(), false);
		ImageJWindow.end("Txt2Img...");
	}
}
