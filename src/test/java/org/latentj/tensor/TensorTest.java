
package org.latentj.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TensorTest {

	/** 0, 1, 2, ... */
	private static Tensor counted(final int... shape) {
		final Tensor t = Tensor.zeros(shape);
		for (int i = 0; i < t.length(); i++) {
			t.data()[i] = i;
		}
		return t;
	}

	private static void assertSays(final String message,
		final Executable action)
	{
		assertEquals(message, assertThrows(IllegalArgumentException.class, action)
			.getMessage());
	}

	@Test
	void keepsTheNumbersThatItIsGiven() {
		final float[] data = { 1, 2, 3, 4, 5, 6 };
		final Tensor t = new Tensor(data, 2, 3);
		assertSame(data, t.data());
		assertEquals(6, t.length());
		assertEquals("Tensor[2, 3]", t.toString());
	}

	@Test
	void hasItsShapeForItself() {
		final int[] shape = { 2, 3 };
		final Tensor t = new Tensor(new float[6], shape);
		shape[0] = 7;
		t.shape()[1] = 7;
		assertArrayEquals(new int[] { 2, 3 }, t.shape());
	}

	@Test
	void countsAxesFromBothEnds() {
		final Tensor t = Tensor.zeros(2, 3, 5);
		assertEquals(3, t.rank());
		assertEquals(2, t.size(0));
		assertEquals(5, t.size(2));
		assertEquals(5, t.size(-1));
		assertEquals(2, t.size(-3));
		assertThrows(IndexOutOfBoundsException.class, () -> t.size(3));
		assertThrows(IndexOutOfBoundsException.class, () -> t.size(-4));
	}

	@Test
	void mayHaveNoAxesOrNoNumbers() {
		final Tensor scalar = new Tensor(new float[] { 7 });
		assertEquals(0, scalar.rank());
		assertEquals(1, scalar.length());
		assertEquals(14, scalar.plus(scalar).data()[0]);
		final Tensor none = Tensor.zeros(0, 3);
		assertEquals(0, none.length());
		assertEquals("Tensor[0, 3]", none.times(2).plus(none).copy().toString());
		assertEquals("Tensor[0, 3]", none.items(0, 0).toString());
		assertEquals("Tensor[0, 3]", none.repeat(4).toString());
		assertEquals("Tensor[2, 3]", Tensor.concat(List.of(none, Tensor.zeros(2, 3),
			none)).toString());
		assertEquals("Tensor[3, 0]", Tensor.zeros(3, 0).items(0, 3).toString());
	}

	@Test
	void saysWhichShapeDoesNotHoldTheNumbers() {
		assertSays("shape [2, 3] holds 6 numbers, but 5 were given",
			() -> new Tensor(new float[5], 2, 3));
		assertSays("shape [] holds 1 numbers, but 0 were given", () -> new Tensor(
			new float[0]));
		assertSays("shape [4, 2] holds 8 numbers, but 6 were given", () -> counted(
			2, 3).reshape(4, 2));
		assertSays("negative size in shape [2, -3]", () -> Tensor.zeros(2, -3));
		assertSays("negative size in shape [-1, -6]", () -> counted(2, 3).reshape(
			-1, -6));
	}

	@Test
	void saysThatAnArrayCannotHoldSoMany() {
		final String valid = " numbers, and at most 2147483639 fit into an " +
			"array: choose a smaller size or batch";
		assertSays("shape [65536, 65536] holds 4294967296" + valid, () -> Tensor
			.zeros(65536, 65536));
		assertSays("shape [2147483647] holds 2147483647" + valid, () -> Tensor.full(
			1, Integer.MAX_VALUE));
		assertSays("shape [65536, 65536, 65536, 65536] holds 18446744073709551616" +
			valid, () -> Tensor.zeros(65536, 65536, 65536, 65536));
		assertSays("shape [65536, 65536, 65536, 65536] holds " +
			"18446744073709551616 numbers, but 0 were given", () -> counted(0)
				.reshape(65536, 65536, 65536, 65536));
	}

	@Test
	void isFilledWithOneValue() {
		assertArrayEquals(new float[] { 0, 0 }, Tensor.zeros(2, 1).data());
		assertArrayEquals(new float[] { -3, -3 }, Tensor.full(-3, 1, 2).data());
	}

	@Test
	void sharesItsNumbersWithOtherShapesOnly() {
		final Tensor t = counted(2, 3);
		final Tensor reshaped = t.reshape(3, 1, 2);
		assertSame(t.data(), reshaped.data());
		assertArrayEquals(new int[] { 3, 1, 2 }, reshaped.shape());
		final Tensor copy = t.copy();
		assertNotSame(t.data(), copy.data());
		assertArrayEquals(t.data(), copy.data());
		assertArrayEquals(t.shape(), copy.shape());
	}

	@Test
	void stacksAlongItsFirstAxis() {
		final Tensor t = Tensor.concat(List.of(counted(1, 2), counted(3, 2)));
		assertArrayEquals(new int[] { 4, 2 }, t.shape());
		assertArrayEquals(new float[] { 0, 1, 0, 1, 2, 3, 4, 5 }, t.data());
		final Tensor one = counted(2, 2);
		assertNotSame(one.data(), Tensor.concat(List.of(one)).data());
	}

	@Test
	void saysWhichShapesCannotBeStacked() {
		assertSays("cannot stack shapes [1, 2] and [1, 3]", () -> Tensor.concat(List
			.of(counted(1, 2), counted(1, 3))));
		assertSays("cannot stack shapes [1, 2] and [1, 2, 1]", () -> Tensor.concat(
			List.of(counted(1, 2), counted(1, 2, 1))));
	}

	@Test
	void givesSomeItems() {
		final Tensor t = counted(3, 2);
		assertArrayEquals(new float[] { 2, 3 }, t.items(1, 2).data());
		assertArrayEquals(new int[] { 1, 2 }, t.items(1, 2).shape());
		assertArrayEquals(t.data(), t.items(0, 3).data());
		assertEquals("Tensor[0, 2]", t.items(3, 3).toString());
		t.items(0, 3).data()[0] = 9;
		assertEquals(0, t.data()[0], "a copy");
	}

	@Test
	void saysWhichItemsThereAreNot() {
		for (final int[] range : new int[][] { { -1, 2 }, { 2, 4 }, { 2, 1 } }) {
			assertEquals("items " + range[0] + " to " + range[1] + " of 3",
				assertThrows(IndexOutOfBoundsException.class, () -> counted(3, 2).items(
					range[0], range[1])).getMessage());
		}
	}

	@Test
	void isRepeatedAsAWhole() {
		final Tensor t = counted(2, 2);
		assertArrayEquals(new float[] { 0, 1, 2, 3, 0, 1, 2, 3 }, t.repeat(2)
			.data());
		assertArrayEquals(new int[] { 4, 2 }, t.repeat(2).shape());
		assertSame(t, t.repeat(1));
	}

	@Test
	void calculatesWithTensorsOfItsShape() {
		final Tensor a = new Tensor(new float[] { 1, -2, 0.5f }, 3);
		final Tensor b = new Tensor(new float[] { 4, 8, -2 }, 3);
		assertArrayEquals(new float[] { 5, 6, -1.5f }, a.plus(b).data());
		assertArrayEquals(new float[] { -3, -10, 2.5f }, a.minus(b).data());
		assertArrayEquals(new float[] { 4, -16, -1 }, a.times(b).data());
		assertArrayEquals(new float[] { 2, -4, 1 }, a.times(2).data());
		assertArrayEquals(new float[] { 3, 2, -0.5f }, a.plus(0.5, b).data());
		assertArrayEquals(new float[] { 2, -1, 1.5f }, a.map(v -> v + 1).data());
		assertArrayEquals(new float[] { 4, 8, 0.5f }, a.zip(b, Math::max).data());
		assertArrayEquals(new float[] { 1, -2, 0.5f }, a.data(), "unchanged");
		assertArrayEquals(new float[] { 4, 8, -2 }, b.data(), "unchanged");
	}

	/** As PyTorch does it: the factor is rounded, then each operation. */
	@Test
	void calculatesInSinglePrecision() {
		final float x = 1 + Math.ulp(1f);
		final Tensor t = Tensor.full(x, 1);
		final double factor = 1 / 3.;
		assertEquals(x * (float) factor, t.times(factor).data()[0]);
		assertEquals(7 + (float) factor * x, Tensor.full(7, 1).plus(factor, t)
			.data()[0]);
		assertEquals(16777216f, Tensor.full(16777216, 1).plus(Tensor.full(1, 1))
			.data()[0]);
		assertEquals(Float.POSITIVE_INFINITY, t.times(1e39).data()[0]);
		assertEquals(0, t.times(1e-46).data()[0]);
	}

	static Stream<Function<Tensor, Tensor>> operationsOfTwo() {
		final Tensor other = counted(3, 2);
		return Stream.of(t -> t.plus(other), t -> t.minus(other), t -> t.times(
			other), t -> t.plus(2, other), t -> t.zip(other, (a, b) -> a));
	}

	@ParameterizedTest
	@MethodSource("operationsOfTwo")
	void saysWhichShapesDiffer(final Function<Tensor, Tensor> operation) {
		assertSays("shapes differ: [2, 3] and [3, 2]", () -> operation.apply(
			counted(2, 3)));
		assertSays("shapes differ: [6] and [3, 2]", () -> operation.apply(counted(
			6)));
	}
}
