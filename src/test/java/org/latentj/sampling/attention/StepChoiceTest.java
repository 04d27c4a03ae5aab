
package org.latentj.sampling.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Tests {@link StepChoice}. */
class StepChoiceTest {

	private static String refused(final String choice, final int steps) {
		return assertThrows(IllegalArgumentException.class, () -> StepChoice.of(
			choice).requireWithin(steps)).getMessage();
	}

	@Test
	void saysHowManyStepsThereAre() {
		assertEquals(
			"during begins at step 3, but there are 2 steps: 1 to 2 are valid",
			refused("3-9", 2));
		assertEquals("during ends at step 2, but there is 1 step: 1 is valid",
			refused("1-2", 1));
	}
}
