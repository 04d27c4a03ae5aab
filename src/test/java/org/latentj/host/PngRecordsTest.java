
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.Executer;
import ij.ImagePlus;

import org.junit.jupiter.api.Test;
import org.scijava.Context;

/** What listens to ImageJ 1.x for a context. */
class PngRecordsTest {

	/**
	 * NB: whoever makes many contexts in one ImageJ would have each once more.
	 */
	@Test
	void listensAsLongAsItsContextLives() {
		final int images = ImagePlus.getListeners().size();
		final int commands = Executer.getListenerCount();
		for (int i = 0; i < 2; i++) {
			try (Context context = new Context(PngRecords.class, OldNames.class)) {
				assertEquals(images + 1, ImagePlus.getListeners().size());
				assertEquals(commands + 1, Executer.getListenerCount());
			}
		}
		assertEquals(images, ImagePlus.getListeners().size());
		assertEquals(commands, Executer.getListenerCount());
	}
}
