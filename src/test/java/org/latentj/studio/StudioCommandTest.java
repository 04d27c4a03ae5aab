
package org.latentj.studio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.GraphicsEnvironment;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class StudioCommandTest {

	@Test
	void saysWithoutAScreenWhatMacrosHave() {
		Assumptions.assumeTrue(GraphicsEnvironment.isHeadless());
		final StudioCommand command = new StudioCommand();
		command.run();
		assertTrue(command.getCancelReason().contains("Txt2Img..."), command
			.getCancelReason());
	}
}
