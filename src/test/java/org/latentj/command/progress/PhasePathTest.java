
package org.latentj.command.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.latentj.pipeline.Phase;

class PhasePathTest {

	private final PhasePath path = new PhasePath();

	@Test
	void isTheWholeWithoutParts() {
		assertEquals(0.25, path.at(0.25));
		assertEquals("", path.text());
	}

	@Test
	void putsPartsIntoParts() {
		path.begin(new Phase("item", 2, 2));
		path.begin(new Phase("slice", 1, 1));
		path.begin(new Phase("pass", 2, 2, 0.2, 1));
		assertEquals("item 2 of 2, pass 2 of 2", path.text());
		assertEquals("item 2 of 2, pass 2 of 2, step 1", path.text("", "step 1"));
		assertEquals(0.6, path.from(), 1e-12);
		assertEquals(0.8, path.at(0.5), 1e-12);
		assertEquals(1, path.to(), 1e-12);
	}

	@Test
	void leavesWhatWasWithinTheLastOneOfAKind() {
		path.begin(new Phase("seed", 1, 4));
		path.begin(new Phase("pass", 2, 2));
		path.begin(new Phase("seed", 2, 4));
		assertEquals("seed 2 of 4", path.text());
		assertEquals(0.25, path.from());
		assertEquals(0.5, path.to());
	}
}
