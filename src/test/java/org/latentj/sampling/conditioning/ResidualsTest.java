
package org.latentj.sampling.conditioning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.latentj.tensor.Tensor;

class ResidualsTest {

	private static Tensor of(final float... numbers) {
		return new Tensor(numbers, 1, 1, 1, numbers.length);
	}

	@Test
	void areAddedWhereBothHaveSomeAndMultipliedByTheStrength() {
		final Residuals first = Residuals.NONE.plus(2, new Residuals(Map.of("a", of(
			1, 2), "b", of(3))));
		assertArrayEquals(new float[] { 2, 4 }, first.at().get("a").data());
		final Residuals sum = first.plus(-0.5, new Residuals(Map.of("a", of(4, 8),
			"c", of(6))));
		assertEquals(Set.of("a", "b", "c"), sum.at().keySet());
		assertArrayEquals(new float[] { 0, 0 }, sum.at().get("a").data());
		assertArrayEquals(new float[] { 6 }, sum.at().get("b").data());
		assertArrayEquals(new float[] { -3 }, sum.at().get("c").data());
	}

	@Test
	void takeOneCellForAll() {
		final Tensor wide = of(1, 2, 3);
		for (final boolean oneFirst : new boolean[] { true, false }) {
			final Residuals cells = new Residuals(Map.of("a", wide.copy()));
			final Residuals one = new Residuals(Map.of("a", of(5)));
			assertArrayEquals(new float[] { 6, 7, 8 }, (oneFirst ? one.plus(1, cells)
				: cells.plus(1, one)).at().get("a").data());
		}
	}

	@Test
	void takeNoFurtherMemory() {
		final Tensor first = of(1, 2);
		final Residuals sum = Residuals.NONE.plus(0.5, new Residuals(Map.of("a",
			first))).plus(0.5, new Residuals(Map.of("a", of(3, 4))));
		assertSame(first, sum.at().get("a"));
	}
}
