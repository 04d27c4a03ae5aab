
package org.latentj.sampling;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.latentj.tensor.Tensor;

/** Against ComfyUI's {@code cfg_function} and RescaleCFG. */
class GuidanceTest {

	private static final GoldenFile GOLDEN = GoldenFile.open("cfg.safetensors");

	@Test
	void guidesAsComfyUi() {
		for (final String scale : new String[] { "-1.0", "0.0", "1.0", "3.0",
			"7.5" })
		{
			assertSame("cfg_" + scale, Guidance.cfg(Double.parseDouble(scale)));
		}
	}

	@Test
	void rescalesAsComfyUi() {
		for (final String multiplier : new String[] { "0.0", "0.7", "1.0" }) {
			assertSame("rescale_" + multiplier + "_cfg7.5", Guidance.rescaled(7.5,
				Double.parseDouble(multiplier)));
		}
	}

	@Test
	void needsNoNegativePromptAtScaleOne() {
		assertFalse(Guidance.cfg(1).needsNegative());
		assertFalse(Guidance.rescaled(1, 0.7).needsNegative());
		assertTrue(Guidance.cfg(0).needsNegative());
		assertTrue(Guidance.cfg(1.00001).needsNegative());
	}

	@Test
	void staysFiniteWhereNothingVaries() {
		final Tensor one = Tensor.full(1, 1, 4, 2, 2);
		final Tensor out = Guidance.rescaled(7, 1).combine(one, 2, one, one);
		for (final float v : out.data()) {
			assertTrue(Float.isFinite(v));
		}
	}

	@Test
	void refusesAMultiplierOutOfRange() {
		assertThrows(IllegalArgumentException.class, () -> Guidance.rescaled(7,
			1.1));
		assertThrows(IllegalArgumentException.class, () -> Guidance.rescaled(7,
			Double.NaN));
	}

	private static void assertSame(final String name, final Guidance guidance) {
		GoldenFile.assertClose(GOLDEN.read(name), guidance.combine(GOLDEN.read("x"),
			GOLDEN.read("sigma").data()[0], GOLDEN.read("cond"), GOLDEN.read(
				"uncond")), 1e-5);
	}
}
