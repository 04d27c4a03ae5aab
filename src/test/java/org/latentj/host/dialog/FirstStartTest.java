
package org.latentj.host.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Dimension;

import org.junit.jupiter.api.Test;

/** Tests how large the page of {@link FirstStart} is. */
class FirstStartTest {

	private static Dimension fitting(final int width, final int height) {
		return FirstStart.fitting(new Dimension(700, 900), new Dimension(width,
			height));
	}

	@Test
	void leavesRoomForATaskBar() {
		assertEquals(new Dimension(672, 432), fitting(960, 540));
		assertEquals(new Dimension(700, 614), fitting(1366, 768));
		assertEquals(new Dimension(700, 900), fitting(1920, 1200));
	}
}
