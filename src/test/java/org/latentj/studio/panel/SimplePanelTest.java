
package org.latentj.studio.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Container;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.swing.JComboBox;
import javax.swing.JTextField;

import org.junit.jupiter.api.Test;

class SimplePanelTest {

	private final SimplePanel panel = new SimplePanel((SimplePanel.Actions) Proxy
		.newProxyInstance(SimplePanel.class.getClassLoader(), new Class<?>[] {
			SimplePanel.Actions.class }, (proxy, method, values) -> null));

	private final JTextField seed = (JTextField) all(panel).filter(c -> "seed"
		.equals(c.getName())).findFirst().orElseThrow();

	private static Stream<Component> all(final Container parent) {
		return Arrays.stream(parent.getComponents()).flatMap(c -> Stream.concat(
			Stream.of(c), c instanceof Container inner ? all(inner) : Stream
				.empty()));
	}

	@Test
	void keepsASeedThatIsTyped() {
		panel.showSeed("7");
		assertFalse(panel.isLocked(), "one that was drawn");
		seed.setText("42");
		assertTrue(panel.isLocked());
		assertEquals("42", panel.seed());
		seed.setText("");
		assertFalse(panel.isLocked(), "none");
	}

	/** NB: in the window's usual width, in Java's own look, which is wide. */
	@Test
	void hasRoomForTheFirstPreset() {
		panel.offer(List.of(), "");
		panel.setSize(SideLayout.CONTROLS_WIDTH, panel.getPreferredSize().height);
		layOut(panel);
		final JComboBox<?> preset = (JComboBox<?>) all(panel).filter(c -> "preset"
			.equals(c.getName())).findFirst().orElseThrow();
		assertEquals("As suggested", preset.getSelectedItem());
		final int whole = new JComboBox<>(new Object[] { preset.getItemAt(0) })
			.getPreferredSize().width;
		assertTrue(preset.getWidth() >= whole, preset.getWidth() + " of " + whole);
	}

	/** NB: a window would do it. */
	private static void layOut(final Container parent) {
		parent.doLayout();
		for (final Component part : parent.getComponents()) {
			if (part instanceof Container inner) {
				layOut(inner);
			}
		}
	}
}
