
package org.latentj.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NB: it needs no processor that has bf16. */
class LastTakersTest {

	private static Node node(final String type, final String output,
		final String... inputs)
	{
		return new Node(type, List.of(inputs), List.of(output), Map.of());
	}

	private static boolean isFree(final String value, final Node sum,
		final String other, final List<Node> nodes, final String... outputs)
	{
		return new LastTakers(new Graph(nodes, Map.of(), Map.of("picture", List
			.of()), List.of(outputs))).isFree(value, sum, other);
	}

	/**
	 * A residual block: x, its normalisation, a convolution of that, the sum; and
	 * what another node takes.
	 */
	@ParameterizedTest
	@CsvSource({ "Sigmoid, sum, true", "Sigmoid, x, false", "Sigmoid, n, true",
		"Concat, x, false", "Reshape, x, false", "Shape, x, true",
		"Sigmoid, picture, true" })
	void knowsWhetherAResidualIsTakenLater(final String type, final String taken,
		final boolean expected)
	{
		final Node sum = node("Add", "sum", "x", "c");
		assertEquals(expected, isFree("x", sum, "c", List.of(node("Conv", "x",
			"picture"), node("GroupNorm", "n", "x"), node("Conv", "c", "n"), sum,
			node(type, "more", taken), node("Sqrt", "last", "more"), node("Identity",
				"out", "last")), "out"));
	}

	@Test
	void countsWhatLiesInTheSameMemoryAsOne() {
		final Node sum = node("Add", "sum", "rows", "product");
		final List<Node> nodes = List.of(node("Conv", "x", "picture"), node(
			"Reshape", "rows", "x"), node("Gemm", "product", "rows"), sum, node(
				"Transpose", "turned", "x"), node("Identity", "out", "sum"), node(
					"Sqrt", "root", "turned"));
		assertEquals(false, isFree("rows", sum, "product", nodes, "out"));
		assertEquals(true, isFree("rows", sum, "product", nodes.subList(0, 6),
			"out"));
	}

	/** Computed before or behind it: the order of nodes alone decides nothing. */
	@Test
	void doesNotTrustTheOrderOfNodes() {
		final Node sum = node("Add", "sum", "x", "c");
		assertEquals(false, isFree("x", sum, "c", List.of(node("Conv", "x",
			"picture"), node("Sqrt", "aside", "x"), node("Conv", "c", "x"), sum, node(
				"Concat", "out", "sum", "aside")), "out"));
	}

	@Test
	void neverFreesWhatComesFromOutsideOrGoesThere() {
		final Node outside = node("Add", "sum", "picture", "c");
		assertEquals(false, isFree("picture", outside, "c", List.of(node("Conv",
			"c", "picture"), outside), "sum"));
		final Node seen = node("Add", "sum", "seen", "c");
		assertEquals(false, isFree("seen", seen, "c", List.of(node("Reshape",
			"seen", "picture"), node("Conv", "c", "picture"), seen), "sum"));
		final Node given = node("Add", "sum", "x", "c");
		assertEquals(false, isFree("x", given, "c", List.of(node("Conv", "x",
			"picture"), node("Conv", "c", "x"), given, node("Identity", "out", "x")),
			"sum", "out"));
	}
}
