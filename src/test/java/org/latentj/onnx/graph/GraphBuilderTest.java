
package org.latentj.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.layer.Layer;
import org.latentj.onnx.layer.Layers;
import org.latentj.tensor.Tensor;

class GraphBuilderTest {

	@TempDir
	Path folder;

	@Test
	void refusesAGraphWithoutWeights() {
		final GraphBuilder graph = new GraphBuilder();
		graph.output("y", graph.input("x", ElementType.FLOAT, 1), 1);
		assertEquals(
			"the graph 'nothing' takes no weights; a graph here has some of a checkpoint",
			assertThrows(IllegalStateException.class, () -> graph.build("nothing"))
				.getMessage());
	}

	@Test
	void takesAWeightOfItsShapeOnly() throws IOException {
		final Weights out = Golden.open("tiny_sd1.safetensors").at(
			"model.diffusion_model.out.0");
		final GraphBuilder graph = new GraphBuilder();
		graph.weight(out, "weight", 32);
		final String message = assertThrows(IllegalArgumentException.class,
			() -> graph.weight(out, "weight", 8, 4)).getMessage();
		assertTrue(message.endsWith("tiny_sd1.safetensors: " +
			"'model.diffusion_model.out.0.weight': has the shape [32], [8, 4] fits"),
			message);
	}

	@Test
	void fitsNoLayerToWhatIsNotKnown() throws IOException {
		final Weights out = Golden.open("tiny_sd1.safetensors").at(
			"model.diffusion_model.out.0");
		final GraphBuilder graph = new GraphBuilder();
		final Value size = graph.ints(1, 2);
		assertThrows(IllegalStateException.class, () -> new Layers(graph).layerNorm(
			size, out));
	}

	@Test
	void holdsConstants() {
		assertArrayEquals(new float[] { 0, -3, 1 << 24 }, run(Layer.ints(0, -3,
			1 << 24), 3));
		final float[] numbers = { 1, -0f, Float.MIN_VALUE, Float.MAX_VALUE,
			Float.POSITIVE_INFINITY, Float.NaN };
		assertArrayEquals(new float[] { 1, 0, Float.MIN_VALUE, Float.MAX_VALUE,
			Float.POSITIVE_INFINITY, Float.NaN }, run(Layer.floats(numbers, 2, 3), 2,
				3));
		assertArrayEquals(new float[0], run(Layer.floats(new float[0], 0, 3), 0,
			3));
	}

	/** Equal constants and weights are one, whoever asks for them. */
	@Test
	void holdsEverythingOnce() throws IOException {
		final Weights layers = layers();
		final GraphBuilder graph = new GraphBuilder();
		assertEquals(graph.ints(1, 2), graph.ints(1, 2));
		assertEquals(graph.floats(new float[] { 1, 2 }, 2), graph.floats(
			new float[] { 1, 2 }, 2));
		assertNotEquals(graph.floats(new float[] { 1, 2 }, 2), graph.floats(
			new float[] { 1, 2 }, 2, 1));
		assertEquals(graph.weight(layers, "linear.bias", 12), graph.weight(layers
			.at("linear"), "bias", 12));
		assertNotEquals(graph.rows(layers, "linear.bias", 0, 6, 12), graph.rows(
			layers, "linear.bias", 6, 12, 12));
	}

	@Test
	void takesAWeightAsItIsOrSeenWithAnotherShape() throws IOException {
		final Tensor weight = layers().read("linear.weight");
		assertArrayEquals(weight.data(), run(Layer.weight("linear.weight", 12, 32),
			12, 32));
		assertArrayEquals(weight.data(), run(Layer.weightSeen("linear.weight",
			new long[] { 12, 32 }, 6, 64), 6, 64));
	}

	@ParameterizedTest
	@CsvSource({ "0,12", "0,1", "5,8", "11,12" })
	void takesRowsOfAWeight(final int from, final int to) throws IOException {
		assertArrayEquals(layers().read("linear.weight").items(from, to).data(),
			run(Layer.rows("linear.weight", from, to, 12, 32), to - from, 32));
	}

	/** In any order, one twice: of a table of each type. */
	@ParameterizedTest
	@ValueSource(strings = { "linear", "linear_f64", "linear_f16", "linear_bf16",
		"linear_f8_e4m3", "linear_f8_e5m2" })
	void gathersRowsOfATable(final String layer) throws IOException {
		final Tensor table = layers().read(layer + ".weight");
		final Tensor expected = Tensor.concat(List.of(table.items(11, 12), table
			.items(0, 1), table.items(11, 12)));
		assertArrayEquals(expected.data(), run(Layer.gather(layer + ".weight",
			new long[] { 11, 0, 11 }, 12, 32), 3, 32));
	}

	@ParameterizedTest
	@CsvSource({ "I64", "U8", "BOOL", "I32" })
	void refusesAWeightThatIsNoFraction(final String type) throws IOException {
		final Path file = new Rewritten(Golden.file("layers.safetensors")).with(
			"counts", type, new byte[64], 64 / DType.valueOf(type).bytes()).write(
				folder.resolve("odd.safetensors"));
		final Weights weights = CheckpointFormats.open(file).weights();
		final String message = assertThrows(IllegalArgumentException.class,
			() -> new GraphBuilder().weight(weights, "counts", 64 / DType.valueOf(
				type).bytes())).getMessage();
		assertEquals(file + ": tensor 'counts' is stored as " + type +
			"; weights of the types F64, F32, F16, BF16, F8_E4M3 and F8_E5M2 can be run",
			message);
	}

	@Test
	void namesAWeightThatNothingLeadsTo() throws IOException {
		final Weights layers = layers();
		final GraphBuilder graph = new GraphBuilder();
		graph.weight(layers, "linear.weight", 12, 32);
		final String message = assertThrows(IllegalArgumentException.class,
			() -> graph.requireAllUsed(layers, "conv_1x1", "linear")).getMessage();
		assertTrue(message.contains("'conv_1x1.") && message.endsWith(
			"nothing leads to this weight: others that belong before it are missing"),
			message);
		assertThrows(IllegalArgumentException.class, () -> graph.requireAllUsed(
			layers, "zero", "linear"));
		graph.weight(layers, "zero.weight", 1);
		graph.requireAllUsed(layers, "zero");
		graph.requireAllUsed(layers);
		graph.requireAllUsed(layers, "nothing");
	}

	/** Sizes that are texts are known only when it runs. */
	@Test
	void takesInputsOfAnySizeAndGivesSeveralOutputs() throws IOException {
		final Weights layers = layers();
		final GraphBuilder graph = new GraphBuilder();
		final Value x = graph.input("x", ElementType.FLOAT, "rows", 32).with(32);
		final Value y = new Layers(graph).linear(x, layers.at("linear"), 12);
		graph.output("y", y, "rows", 12);
		graph.output("negative", graph.op("Neg", List.of(y)), "rows", 12);
		final Tensor rows = layers.read("rows.x");
		final Tensor expected = layers.read("linear.y");
		try (OrtModel model = OrtModel.open(graph.build("two"), OrtSettings.DEFAULT
			.with(MemoryMode.MAPPED)))
		{
			for (final int count : new int[] { 1, 3, 7 }) {
				final int[] shape = { count, 12 };
				final Map<String, Tensor> in = Map.of("x", rows.items(0, count));
				final Tensor some = expected.items(0, count);
				Golden.assertClose("y", some, model.run(in, "y", shape,
					new StopSignal()), 1e-5);
				Golden.assertClose("negative", some.times(-1), model.run(in, "negative",
					shape, new StopSignal()), 1e-5);
			}
		}
	}

	/**
	 * NB: the weight is turned into 32 bits in each way and behind both: what one
	 * way has, nobody else has.
	 */
	@ParameterizedTest
	@CsvSource({ "1,3", "2,2", "3,2" })
	void goesOneOfTwoWays(final int rows, final float times) throws IOException {
		final Weights layers = layers();
		final GraphBuilder graph = new GraphBuilder();
		final Supplier<Value> weight = () -> graph.weight(layers,
			"linear_f16.weight", new long[] { 12, 32 }, new long[] { 12, 32, 1, 1 });
		final Value size = graph.op("Shape", List.of(graph.input("x",
			ElementType.FLOAT, "rows")));
		final Value way = graph.either(graph.op("Greater", List.of(size, graph.ints(
			1))), () -> graph.op("Identity", List.of(weight.get())), () -> graph.op(
				"Add", List.of(weight.get(), weight.get())));
		graph.output("y", graph.op("Add", List.of(way, weight.get())), 12, 32, 1,
			1);
		try (OrtModel model = OrtModel.open(graph.build("ways"), OrtSettings.DEFAULT
			.with(MemoryMode.MAPPED)))
		{
			assertArrayEquals(layers.read("linear_f16.weight").times(times).data(),
				model.run(Map.of("x", Tensor.zeros(rows)), "y", new int[] { 12, 32, 1,
					1 }, new StopSignal()).data());
		}
	}

	/** NB: ONNX Runtime takes sizes of one name for equal. */
	@ParameterizedTest
	@ValueSource(floats = { -1, 1 })
	void makesPicturesOfSeveralSizesInWays(final float sign) throws IOException {
		final Weights layers = layers();
		final GraphBuilder graph = new GraphBuilder();
		final Value some = graph.input("x", ElementType.FLOAT, "items", 1, 1, 1);
		final Value yes = graph.op("Greater", List.of(graph.op("ReduceMax", List.of(
			some)), graph.floats(new float[] { 0 }, 1)));
		Value x = way(graph, yes, graph.op("Add", List.of(some, graph.weight(layers,
			"linear_f16.weight", new long[] { 12, 32 }, new long[] { 1, 1, 12,
				32 }))));
		for (int i = 0; i < 4; i++) {
			x = way(graph, yes, graph.op("Concat", List.of(x, x), Attribute.of("axis",
				0)));
		}
		graph.output("y", x, 16, 1, 12, 32);
		try (OrtModel model = OrtModel.open(graph.build("sizes"),
			OrtSettings.DEFAULT.with(MemoryMode.MAPPED)))
		{
			final Tensor y = model.run(Map.of("x", Tensor.full(sign, 1, 1, 1, 1)),
				"y", new int[] { 16, 1, 12, 32 }, new StopSignal());
			for (int i = 0; i < 16; i++) {
				assertArrayEquals(layers.read("linear_f16.weight").map(v -> 32 * (v +
					sign)).data(), y.items(i, i + 1).data());
			}
		}
	}

	/** Twice as much, one way or the other. */
	private static Value way(final GraphBuilder graph, final Value condition,
		final Value x)
	{
		return graph.either(condition, () -> graph.op("Add", List.of(x, x)),
			() -> graph.op("Mul", List.of(x, graph.floats(new float[] { 2 }, 1))));
	}

	@Test
	void hasNoWaysWithinWays() {
		final GraphBuilder graph = new GraphBuilder();
		final Value condition = graph.ints(1);
		assertThrows(IllegalStateException.class, () -> graph.either(condition,
			() -> graph.either(condition, () -> condition, () -> condition),
			() -> condition));
	}

	private static Weights layers() throws IOException {
		return Golden.open("layers.safetensors");
	}

	private static float[] run(final Layer layer, final int... shape) {
		try {
			return layer.run(layers(), shape).data();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
