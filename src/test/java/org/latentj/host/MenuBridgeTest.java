
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Dimension;
import java.awt.Rectangle;

import org.junit.jupiter.api.Test;

/** Tests {@link MenuBridge}. */
class MenuBridgeTest {

	@Test
	void showsTextsInWindowsThatFitOnTheScreen() {
		assertEquals(new Dimension(860, 560), MenuBridge.textSize(new Rectangle(0,
			0, 1366, 728)));
		assertEquals(new Dimension(860, 500), MenuBridge.textSize(new Rectangle(0,
			0, 960, 500)));
		assertEquals(new Dimension(800, 440), MenuBridge.textSize(new Rectangle(0,
			20, 800, 440)));
	}
}
