
package org.latentj.sampling.conditioning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.tensor.Tensor;

class ConditioningTest {

	private static final Cond VECTOR = new PerItem(Tensor.full(5, 1, 3));

	private final Conditioning one = text(1);

	private final Conditioning three = text(3);

	@Test
	void appendsTheTokensOfAnotherAndKeepsAllElse() {
		final Conditioning both = one.with(NetworkInput.VECTOR, VECTOR).withPooled(
			Tensor.full(7, 1, 2)).concat(three.withPooled(Tensor.full(9, 1, 2)));
		assertArrayEquals(new float[] { 1, 1, 3, 3 }, both.context().data());
		assertEquals(VECTOR, both.inputs().get(NetworkInput.VECTOR));
		assertEquals(7, both.pooled().get().data()[0]);
	}

	@Test
	void takesTheMeanOfPooledTextsToo() {
		final Conditioning mean = one.withPooled(Tensor.full(1, 1, 2)).average(three
			.withPooled(Tensor.full(3, 1, 2)), 0.25);
		assertArrayEquals(new float[] { 2.5f, 2.5f }, mean.context().data());
		assertArrayEquals(new float[] { 2.5f, 2.5f }, mean.pooled().get().data());
		assertEquals(3, one.average(three.withPooled(Tensor.full(3, 1, 2)), 0.25)
			.pooled().get().data()[0]);
		assertEquals(1, one.withPooled(Tensor.full(1, 1, 2)).average(three, 0.25)
			.pooled().get().data()[0]);
	}

	@Test
	void joinsThoseOfTheSameInputs() {
		assertTrue(one.joins(List.of(three)));
		assertFalse(one.joins(List.of(three.with(NetworkInput.VECTOR, VECTOR))));
		assertFalse(one.with(NetworkInput.VECTOR, VECTOR).joins(List.of(three.with(
			NetworkInput.VECTOR, new PerItem(Tensor.zeros(1, 4))))));
	}

	@Test
	void isTheSameWhereNothingIsToBeDone() {
		assertSame(one, one.cropped(new Area.Cells(0, 0, 1, 1)));
		assertSame(one, one.beside(List.of(three)));
		assertEquals(List.of(one, one), one.repeated(2));
	}

	@Test
	void givesEachItemItsOwnInputs() {
		final List<Conditioning> items = one.with(NetworkInput.VECTOR, new PerItem(
			new Tensor(new float[] { 1, 2 }, 2, 1))).repeated(3);
		assertEquals(3, items.size());
		assertEquals(2, items.get(1).inputs().get(NetworkInput.VECTOR).tensor()
			.data()[0]);
		assertSame(one.context(), items.get(2).context());
	}

	@Test
	void refusesInputsOfAnotherKind() {
		assertEquals("the network's input 'vector' is a PerItem, not " +
			"CrossAttention[tensor=Tensor[1, 1, 2]]", assertThrows(
				IllegalArgumentException.class, () -> one.with(NetworkInput.VECTOR, one
					.inputs().get(NetworkInput.CONTEXT))).getMessage());
		assertThrows(IllegalArgumentException.class, () -> Conditioning.ofContext(
			Tensor.zeros(2, 1, 2)));
		assertThrows(IllegalArgumentException.class, () -> one.withPooled(Tensor
			.zeros(2)));
		assertThrows(IllegalStateException.class, () -> new Conditioning(Map.of(),
			Optional.empty()).context());
	}

	private static Conditioning text(final float number) {
		return Conditioning.ofContext(Tensor.full(number, 1, 1, 2));
	}
}
