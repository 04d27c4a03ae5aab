
package org.latentj.studio.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Rectangle;

import javax.swing.JPanel;

import org.junit.jupiter.api.Test;

/** Tests {@link SideLayout}. */
class SideLayoutTest {

	private final Component controls = part(300, 290);

	private final Component tabs = part(200, 270);

	private final Component said = part(10, 36);

	private final SideLayout layout = new SideLayout(controls, tabs, said);

	private static Component part(final int width, final int height) {
		final JPanel part = new JPanel();
		part.setPreferredSize(new Dimension(width, height));
		part.setMinimumSize(new Dimension(width, height));
		return part;
	}

	private void layOut(final int width, final int height) {
		final JPanel window = new JPanel(layout);
		window.add(controls);
		window.add(tabs);
		window.add(said);
		window.setSize(width, height);
		window.doLayout();
	}

	@Test
	void hasOneBelowTheOtherInAHighWindow() {
		for (final int width : new int[] { 462, 900 }) {
			layOut(width, 682);
			assertEquals(new Rectangle(0, 0, width, 290), controls.getBounds());
			assertEquals(new Rectangle(0, 294, width, 348), tabs.getBounds());
			assertEquals(new Rectangle(0, 646, width, 36), said.getBounds());
		}
	}

	@Test
	void hasTheTabsBesideTheControlsInALowWindow() {
		layOut(892, 460);
		assertEquals(new Rectangle(0, 0, 440, 290), controls.getBounds());
		assertEquals(new Rectangle(444, 0, 448, 460), tabs.getBounds());
		assertEquals(new Rectangle(0, 294, 440, 166), said.getBounds());
		layOut(892, 200);
		assertEquals(160, controls.getHeight(), "the rest is scrolled");
		assertEquals(new Rectangle(0, 164, 440, 36), said.getBounds());
	}

	@Test
	void leavesMostOfALowAndNarrowWindowToTheControls() {
		layOut(462, 460);
		assertEquals(276, controls.getHeight());
		assertEquals(new Rectangle(0, 280, 462, 140), tabs.getBounds());
		assertEquals(new Rectangle(0, 424, 462, 36), said.getBounds());
	}

	@Test
	void tellsWhatIsEnough() {
		assertTrue(layout.isHighEnough(290 + 270 + 36 + 8));
		assertFalse(layout.isHighEnough(290 + 270 + 36 + 7));
		assertTrue(SideLayout.isWideEnough(764));
		assertFalse(SideLayout.isWideEnough(763));
	}
}
