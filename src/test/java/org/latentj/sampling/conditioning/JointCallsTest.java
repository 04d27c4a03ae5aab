
package org.latentj.sampling.conditioning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.latentj.tensor.Tensor;

/** With a network that adds an item's context's first number to it. */
class JointCallsTest {

	private final List<String> calls = new ArrayList<>();

	private Tensor lastContexts;

	private int most = 100;

	@Test
	void repeatsTheShorterContext() {
		predict(1, 2);
		assertEquals(List.of("Tensor[2, 154, 2]"), calls);
		assertEquals(1, lastContexts.data()[153 * 2]);
		assertEquals(2, lastContexts.data()[154 * 2]);
	}

	@Test
	void repeatsAContextFourTimesAtMost() {
		predict(1, 4);
		predict(3, 4);
		assertEquals(List.of("Tensor[2, 308, 2]", "Tensor[2, 924, 2]"), calls);
		calls.clear();
		predict(1, 5);
		assertEquals(List.of("Tensor[1, 77, 2]", "Tensor[1, 385, 2]"), calls);
		calls.clear();
		predict(1, 3, 4);
		assertEquals(List.of("Tensor[2, 231, 2]", "Tensor[1, 308, 2]"), calls);
	}

	@Test
	void callsTheNetworkAgainForALengthThatDoesNotFit() {
		predict(11, 10);
		assertEquals(List.of("Tensor[1, 847, 2]", "Tensor[1, 770, 2]"), calls);
		calls.clear();
		predict(100, 93);
		assertEquals(List.of("Tensor[1, 7700, 2]", "Tensor[1, 7161, 2]"), calls);
		calls.clear();
		predict(10007, 10009);
		assertEquals(2, calls.size());
	}

	@Test
	void keepsTheOrderOfTheItems() {
		predict(11, 10, 11, 22, 10, 20);
		assertEquals(List.of("Tensor[3, 1694, 2]", "Tensor[3, 1540, 2]"), calls);
	}

	@Test
	void splitsItemsIntoFewCallsOfOneSizeButForTheLast() {
		most = 4;
		predict(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
		assertEquals(List.of("Tensor[4, 77, 2]", "Tensor[4, 77, 2]",
			"Tensor[2, 77, 2]"), calls);
		calls.clear();
		predict(1, 1, 1, 1, 1, 1, 1, 1, 1);
		assertEquals(Collections.nCopies(3, "Tensor[3, 77, 2]"), calls);
	}

	@Test
	void repeatsContextsInPartsAsInTheWhole() {
		most = 1;
		predict(2, 1, 1);
		assertEquals(Collections.nCopies(3, "Tensor[1, 154, 2]"), calls);
		assertEquals(1, lastContexts.data()[153 * 2]);
	}

	@Test
	void refusesAnotherNumberOfConditionings() {
		assertThrows(IllegalArgumentException.class, () -> JointCalls.predict(Tensor
			.zeros(2, 1, 1, 1), List.of(Conditioning.ofContext(Tensor.zeros(1, 77,
				2))), 1, this::network));
	}

	/** Item i is i / 100, its context is full of its number of chunks. */
	private void predict(final int... chunks) {
		final Tensor x = Tensor.zeros(chunks.length, 1, 1, 1);
		final Tensor expected = x.copy();
		for (int i = 0; i < chunks.length; i++) {
			x.data()[i] = i / 100f;
			expected.data()[i] = chunks[i] + i / 100f;
		}
		final Tensor actual = JointCalls.predict(x, Arrays.stream(chunks).mapToObj(
			n -> Conditioning.ofContext(Tensor.full(n, 1, 77 * n, 2))).toList(), most,
			this::network);
		assertArrayEquals(expected.data(), actual.data());
	}

	private Tensor network(final Tensor x, final Map<NetworkInput, Cond> inputs) {
		assertEquals(Set.of(NetworkInput.CONTEXT), inputs.keySet());
		final Tensor contexts = inputs.get(NetworkInput.CONTEXT).tensor();
		calls.add(contexts.toString());
		lastContexts = contexts;
		final Tensor out = x.copy();
		for (int i = 0; i < x.size(0); i++) {
			out.data()[i] += contexts.items(i, i + 1).data()[0];
		}
		return out;
	}
}
