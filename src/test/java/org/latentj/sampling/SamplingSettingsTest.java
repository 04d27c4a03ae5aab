
package org.latentj.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

class SamplingSettingsTest {

	@Test
	void refusesValuesOutOfTheirRange() {
		assertEquals("steps is 0, it must be 1 to 10000", message(0, 7, 1));
		assertEquals("steps is -1, it must be 1 to 10000", message(-1, 7, 1));
		assertEquals("steps is 1000000000, it must be 1 to 10000", message(
			1_000_000_000, 7, 1));
		assertEquals("cfg is NaN, it must be a finite number", message(20,
			Double.NaN, 1));
		assertEquals("cfg is Infinity, it must be a finite number", message(20,
			Double.POSITIVE_INFINITY, 1));
		assertEquals("denoise is 1.0001, it must be 0 to 1", message(20, 7,
			1.0001));
		assertEquals("denoise is NaN, it must be 0 to 1", message(20, 7,
			Double.NaN));
		assertEquals("denoise is 1.0E-9 with 20 steps, it must be 0 or at least " +
			"2.0E-5", message(20, 7, 1e-9));
	}

	@Test
	void takesOddButValidValues() {
		settings(1, 0, 0);
		settings(10_000, -5, 1);
		settings(20, 1, 2e-5);
	}

	private static String message(final int steps, final double cfg,
		final double denoise)
	{
		return assertThrows(IllegalArgumentException.class, () -> settings(steps,
			cfg, denoise)).getMessage();
	}

	private static SamplingSettings settings(final int steps, final double cfg,
		final double denoise)
	{
		return new SamplingSettings(-1, steps, cfg, Samplers.EULER,
			Schedulers.NORMAL, denoise);
	}
}
