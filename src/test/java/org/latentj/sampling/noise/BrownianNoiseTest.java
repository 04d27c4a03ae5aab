
package org.latentj.sampling.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.sampling.GoldenFile;
import org.latentj.tensor.Tensor;

/** Against torchsde 0.2.6, and against what a Brownian motion must be. */
class BrownianNoiseTest {

	private static final GoldenFile GOLDEN = GoldenFile.open(
		"brownian.safetensors");

	@ParameterizedTest
	@ValueSource(strings = { "0", "42", "9223372036854775813" })
	void seesThePathOfTorchsde(final String seed) {
		final float[] s = GOLDEN.read("sigmas").data();
		final BrownianNoise noise = new BrownianNoise(Long.parseUnsignedLong(seed),
			s[4], s[0], 1, 4, 3, 3);
		for (int i = 0; i < 4; i++) {
			GoldenFile.assertClose(GOLDEN.read("seed" + seed + "_step" + i), noise
				.next(s[i], s[i + 1]), 1e-6);
		}
		GoldenFile.assertClose(GOLDEN.read("seed" + seed + "_mid01"), noise.next(
			s[0], (s[0] + s[1]) / 2), 1e-6);
	}

	@Test
	void addsUpOverParts() {
		final BrownianNoise noise = new BrownianNoise(5, 0.1, 14, 1, 4, 8, 8);
		final Tensor parts = noise.next(9, 4).times(Math.sqrt(5)).plus(Math.sqrt(3),
			noise.next(4, 1));
		GoldenFile.assertClose(noise.next(9, 1).times(Math.sqrt(8)), parts, 1e-5);
		GoldenFile.assertClose(noise.next(1, 9), noise.next(9, 1).times(-1), 1e-6);
	}

	@Test
	void hasUnitVarianceAndIndependentIncrements() {
		final BrownianNoise noise = new BrownianNoise(5, 0.1, 14, 1, 4, 64, 64);
		final Tensor a = noise.next(9, 4);
		final Tensor b = noise.next(4, 0.7);
		assertEquals(1, mean(a.times(a)), 0.03);
		assertEquals(1, mean(b.times(b)), 0.03);
		assertEquals(0, mean(a.times(b)), 0.03);
	}

	@Test
	void refusesAnEmptyInterval() {
		final BrownianNoise noise = new BrownianNoise(5, 0.1, 14, 16);
		assertThrows(IllegalArgumentException.class, () -> noise.next(2, 2));
		assertThrows(IllegalArgumentException.class, () -> new BrownianNoise(5, 2,
			1, 16));
		assertThrows(IllegalArgumentException.class, () -> new BrownianNoise(5,
			Double.NaN, 1, 16));
	}

	private static double mean(final Tensor t) {
		double sum = 0;
		for (final float v : t.data()) {
			sum += v;
		}
		return sum / t.length();
	}
}
