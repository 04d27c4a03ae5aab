
package org.latentj.onnx.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;
import org.latentj.tensor.Tensor;

/** Layers in graphs that compute in half precision. */
class HalfPrecisionTest {

	/** What a number is rounded by at most, relatively. */
	private static final double ROUNDING = Math.scalb(1, -11);

	private static Weights golden;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("layers.safetensors");
	}

	static Stream<Arguments> layers() {
		return Stream.of(Arguments.of("group_norm.y", Layer.groupNorm("group_norm",
			1e-5f), List.of("group_norm.x")), Arguments.of("attention.y", Layer
				.attention(4, false), List.of("attention.q", "attention.k",
					"attention.v")), Arguments.of("attention.y", Layer.singleAttention(4),
						List.of("attention.q", "attention.k", "attention.v")));
	}

	/**
	 * Inputs, weights and what comes out are rounded once each, and sums of few
	 * numbers are of the size of what they sum. NB: a processor has few operators
	 * in half precision; the others run in 32 bits between casts there, of which
	 * ONNX Runtime leaves out some. So errors may be smaller.
	 */
	@ParameterizedTest
	@MethodSource("layers")
	void differFromTheReferenceByRoundings(final String y, final Layer layer,
		final List<String> inputs) throws IOException
	{
		final Tensor expected = golden.read(y);
		final Tensor[] given = new Tensor[inputs.size()];
		for (int i = 0; i < given.length; i++) {
			given[i] = golden.read(inputs.get(i));
		}
		double largest = 0;
		for (final float v : expected.data()) {
			largest = Math.max(largest, Math.abs(v));
		}
		final Tensor made = layer.runInHalf(golden, expected.shape(), given);
		Golden.assertClose(y, expected, made, 4 * ROUNDING * largest);
	}

	/** Sums of squares of such numbers are no numbers in half precision. */
	@Test
	void normalisesNumbersAsLargeAsThereAre() throws IOException {
		final Tensor x = golden.read("group_norm.x");
		float largest = 0;
		for (final float v : x.data()) {
			largest = Math.max(largest, Math.abs(v));
		}
		final float scale = 60_000 / largest;
		final Tensor expected = Layer.groupNorm("group_norm", 1e-5f).run(golden, x
			.shape(), x.map(v -> v * scale));
		Golden.assertClose("large", expected, Layer.groupNorm("group_norm", 1e-5f)
			.runInHalf(golden, x.shape(), x.map(v -> v * scale)), 0.01);
	}

	/** Products of queries and keys of 2 million. */
	@Test
	void attendsInSinglePrecisionWhereItIsAsked() throws IOException {
		final Tensor q = golden.read("attention.q").map(v -> 500 * v);
		final Tensor k = golden.read("attention.k").map(v -> 500 * v);
		final Tensor v = golden.read("attention.v");
		final int[] shape = golden.read("attention.y").shape();
		final Tensor made = Layer.singleAttention(4).runInHalf(golden, shape, q, k,
			v);
		for (final float number : made.data()) {
			assertTrue(Float.isFinite(number));
		}
	}

	/** A name says how often it was made, as in {@code Cast_3}. */
	private static long casts(final GraphBuilder graph) {
		final String bytes = new String(graph.build("casts").bytes(),
			StandardCharsets.ISO_8859_1);
		return Stream.iterate(0, i -> i + 1).limit(100).filter(i -> bytes.contains(
			"Cast_" + i)).count();
	}

	@Test
	void takesWeightsInHalfPrecisionAsTheyLie() throws IOException {
		final Weights w = Golden.open("tiny_sd1.safetensors").at(
			"model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1");
		assertEquals(1, casts(linear(new GraphBuilder(), w)));
		assertEquals(2, casts(linear(new GraphBuilder(ElementType.FLOAT16), w)));
	}

	private static GraphBuilder linear(final GraphBuilder graph,
		final Weights w)
	{
		final Value x = graph.narrowed(graph.input("x", ElementType.FLOAT, "n", 32)
			.with(32));
		graph.output("y", new Layers(graph).linearWithoutBias(x, w.at("to_q"), 32),
			"n", 32);
		return graph;
	}

	@Test
	void computesInNoOtherType() {
		assertThrows(IllegalArgumentException.class, () -> new GraphBuilder(
			ElementType.BFLOAT16));
	}
}
