
package org.latentj.studio.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.EventQueue;

import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.plaf.basic.ComboPopup;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests {@link WideList}. */
class WideListTest {

	private static final int NARROW = 100;

	@Test
	@Tag("display")
	void showsWholeEntriesInItsList() throws Exception {
		EventQueue.invokeAndWait(() -> {
			final WideList<String> choice = new WideList<>();
			choice.addItem("As a checkpoint of the longest name suggests");
			choice.setPrototypeDisplayValue("short");
			final JFrame frame = new JFrame();
			final JPanel panel = new JPanel(null);
			panel.add(choice);
			choice.setBounds(0, 0, NARROW, 30);
			frame.add(panel);
			frame.setSize(300, 200);
			frame.setVisible(true);
			choice.showPopup();
			final ComboPopup list = (ComboPopup) choice.getUI().getAccessibleChild(
				choice, 0);
			assertTrue(list.getList().getWidth() >= list.getList()
				.getPreferredSize().width, list.getList().getBounds().toString());
			assertEquals(NARROW, choice.getWidth());
			frame.dispose();
		});
	}
}
