
package org.latentj.sampling.conditioning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.tensor.Tensor;

/** Each kind of input: joining, repeating, cropping, refusing. */
class CondTest {

	private static final Area.Cells CELLS = new Area.Cells(1, 2, 2, 1);

	@ParameterizedTest
	@CsvSource({ "77, 77, true", "77, 308, true", "231, 308, true",
		"77, 385, false", "847, 770, false" })
	void joinsTokensThatAreRepeatedFourTimesAtMost(final int first,
		final int second, final boolean joins)
	{
		assertEquals(joins, tokens(first).joins(List.of(tokens(second))));
		assertEquals(joins, tokens(second).joins(List.of(tokens(first))));
	}

	@Test
	void joinsTokensOfOneWidth() {
		assertFalse(tokens(77).joins(List.of(new CrossAttention(Tensor.zeros(1, 77,
			3)))));
	}

	@Test
	void repeatsTokensBesideOthers() {
		final Cond cond = new CrossAttention(ramp(2, 2, 1));
		final Tensor beside = cond.beside(List.of(new CrossAttention(ramp(1, 4,
			1)))).tensor();
		assertEquals("Tensor[2, 4, 1]", beside.toString());
		assertArrayEquals(new float[] { 0, 1, 0, 1, 2, 3, 2, 3 }, beside.data());
		assertSame(cond, cond.beside(List.of(cond)));
		assertSame(cond, cond.cropped(CELLS));
	}

	@Test
	void joinsVectorsOfOneWidth() {
		final Cond cond = new PerItem(ramp(1, 3));
		assertTrue(cond.joins(List.of(new PerItem(ramp(1, 3)))));
		assertFalse(cond.joins(List.of(new PerItem(ramp(1, 3)), new PerItem(ramp(1,
			4)))));
		assertSame(cond, cond.beside(List.of(new PerItem(ramp(1, 3)))));
		assertSame(cond, cond.cropped(CELLS));
		assertArrayEquals(new float[] { 0, 1, 2, 0, 1, 2 }, cond.joined(List.of(
			cond, cond)).tensor().data());
	}

	@Test
	void joinsCellsOfOneSize() {
		final Cond cond = new PerCell(ramp(1, 2, 3, 4));
		assertTrue(cond.joins(List.of(new PerCell(ramp(5, 2, 3, 4)))));
		assertFalse(cond.joins(List.of(new PerCell(ramp(1, 1, 3, 4)))));
		assertFalse(cond.joins(List.of(new PerCell(ramp(1, 2, 4, 3)))));
	}

	@Test
	void cropsCells() {
		final Tensor cropped = new PerCell(ramp(1, 2, 3, 4)).cropped(CELLS)
			.tensor();
		assertEquals("Tensor[1, 2, 2, 1]", cropped.toString());
		assertArrayEquals(new float[] { 6, 10, 18, 22 }, cropped.data());
		assertThrows(IllegalArgumentException.class, () -> new PerCell(ramp(1, 1, 2,
			4)).cropped(CELLS));
	}

	@Test
	void givesEachItemItsOwnInTurn() {
		final Cond one = new PerItem(ramp(1, 2));
		assertEquals(List.of(one, one, one), one.repeated(3));
		final List<Cond> three = new PerItem(ramp(2, 2)).repeated(3);
		assertArrayEquals(new float[] { 0, 1, 2, 3, 0, 1 }, three.get(0).joined(
			three).tensor().data());
		assertArrayEquals(new float[] { 0, 1 }, new PerItem(ramp(2, 2)).repeated(1)
			.get(0).tensor().data());
	}

	@Test
	void refusesOtherShapes() {
		for (final Tensor wrong : List.of(Tensor.zeros(2), Tensor.zeros(1, 0))) {
			assertThrows(IllegalArgumentException.class, () -> new CrossAttention(
				wrong));
			assertThrows(IllegalArgumentException.class, () -> new PerItem(wrong));
			assertThrows(IllegalArgumentException.class, () -> new PerCell(wrong));
		}
	}

	private static Cond tokens(final int count) {
		return new CrossAttention(Tensor.zeros(1, count, 2));
	}

	/** 0, 1, 2 ... */
	private static Tensor ramp(final int... shape) {
		final Tensor t = Tensor.zeros(shape);
		for (int i = 0; i < t.length(); i++) {
			t.data()[i] = i;
		}
		return t;
	}
}
