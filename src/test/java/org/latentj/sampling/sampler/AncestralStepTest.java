
package org.latentj.sampling.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AncestralStepTest {

	@Test
	void splitsTheVarianceOfTheNextLevel() {
		final AncestralStep step = AncestralStep.of(3, 2);
		assertEquals(4, step.down() * step.down() + step.up() * step.up(), 1e-6);
		assertEquals(4 / 3., step.down(), 1e-6);
	}

	@Test
	void addsNoNoiseWithoutEtaOrAtTheEnd() {
		assertEquals(new AncestralStep(2, 0), AncestralStep.of(3, 2, 0));
		assertEquals(new AncestralStep(0, 0), AncestralStep.of(3, 0));
	}

	/**
	 * PyTorch 2.13 on the CPU takes its square roots from MKL, which may err in
	 * the last bit. Where the levels are far apart, {@code down} is the root of a
	 * tiny difference and shows it: ours are the numbers of rightly rounded
	 * roots.
	 */
	@Test
	void isWithinOneUnitOfPyTorch() {
		final float from = 14.614640235900879f;
		final float to = 0.029167160391807556f;
		final float up = 0.02916710264980793f;
		final double down = 5.8103738410864025e-05;
		final AncestralStep step = AncestralStep.of(from, to);
		assertEquals(up, step.up(), Math.ulp(up));
		assertEquals(down, Math.sqrt(to * to - up * up), 1e-11);
		assertEquals(down, step.down(), 0.02 * down);
		final AncestralStep wide = AncestralStep.of(4518.763671875f,
			5.406622409820557f);
		assertEquals(0.006765823345631361, wide.down(), 1e-9);
		assertEquals(5.406618118286133, wide.up(), 1e-7);
	}
}
