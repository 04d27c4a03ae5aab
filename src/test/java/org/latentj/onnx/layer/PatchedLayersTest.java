
package org.latentj.onnx.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.latentj.checkpoint.LowRank;
import org.latentj.checkpoint.Naming;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/**
 * Layers whose weights are computed when the graph is opened, or come from
 * several files, against those of one file that holds them.
 */
class PatchedLayersTest {

	private static final Path FILE = Golden.file("layers.safetensors");

	private static final String[] TOUCHED = { "linear.weight", "linear.bias",
		"linear_1x1.weight", "linear_f16.weight", "conv_3x3.weight",
		"conv_1x1.weight", "linear_f8_e4m3.weight", "layer_norm.weight" };

	@TempDir
	Path folder;

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
	void givesTheNumbersOfAFileThatHoldsTheSums(final MemoryMode mode)
		throws IOException
	{
		final Weights layers = CheckpointFormats.open(FILE).weights();
		final LowRank patch = LowRank.write(folder.resolve("lora.safetensors"),
			0.5f, layers, TOUCHED);
		final Weights merged = patch.merged(FILE, layers, "", folder.resolve(
			"merged.safetensors"));
		final Weights patched = layers.patched(patch);
		assertAllEqual(mode, merged, patched);
	}

	private static void assertAllEqual(final MemoryMode mode,
		final Weights expected, final Weights actual) throws IOException
	{
		final Tensor rows = expected.read("rows.x");
		final Tensor picture = expected.read("picture.x");
		for (final String linear : new String[] { "linear", "linear_1x1",
			"linear_f16", "linear_f8_e4m3", "linear_bf16" })
		{
			assertEqual(linear, Layer.linear(linear, 12), mode, expected, actual,
				new int[] { 7, 12 }, rows);
		}
		assertEqual("conv", Layer.conv("conv_3x3", 3, 4), mode, expected, actual,
			new int[] { 2, 4, 3, 5 }, picture);
		assertEqual("conv", Layer.conv("conv_1x1", 1, 4), mode, expected, actual,
			new int[] { 2, 4, 3, 5 }, picture);
		assertEqual("rows", Layer.geglu("linear", 6), mode, expected, actual,
			new int[] { 7, 6 }, rows);
		assertEqual("rows", Layer.geglu("linear_f16", 6), mode, expected, actual,
			new int[] { 7, 6 }, rows);
		assertEqual("norm", Layer.layerNorm("layer_norm"), mode, expected, actual,
			new int[] { 2, 5, 32 }, expected.read("layer_norm.x"));
		for (final String table : new String[] { "linear", "linear_f16",
			"linear_f8_e4m3", "linear_f8_e5m2" })
		{
			assertEqual("gather", Layer.gather(table + ".weight", new long[] { 11, 0,
				11 }, 12, 32), mode, expected, actual, new int[] { 3, 32 });
		}
	}

	private static void assertEqual(final String what, final Layer layer,
		final MemoryMode mode, final Weights expected, final Weights actual,
		final int[] shape, final Tensor... inputs)
	{
		assertArrayEquals(layer.run(expected, mode, shape, inputs).data(), layer
			.run(actual, mode, shape, inputs).data(), what + " " + mode);
	}

	/** In folders of their own, tensors under other names in one. */
	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
	void takesWeightsOfSeveralFiles(final MemoryMode mode) throws IOException {
		final Weights layers = CheckpointFormats.open(FILE).weights();
		final Path deep = Files.createDirectories(folder.resolve("a b").resolve(
			"\u00e4"));
		final Weights biases = CheckpointFormats.open(new Rewritten(FILE).without(
			n -> !n.endsWith(".bias")).renamed(n -> "odd." + n).write(deep.resolve(
				"one.safetensors"))).weights().renamed(new WithoutPrefix());
		final Weights others = CheckpointFormats.open(new Rewritten(FILE).without(
			n -> n.endsWith(".bias")).write(folder.resolve("two.safetensors")))
			.weights();
		assertAllEqual(mode, layers, Weights.joined(List.of(others, biases)));
	}

	private record WithoutPrefix() implements Naming {

		@Override
		public String canonical(final String name) {
			return name.replaceFirst("^odd\\.", "");
		}

		@Override
		public String description() {
			return "with 'odd.' or without";
		}
	}

	@Test
	void keepsTensorsOfOneNameInTwoFilesApart() throws IOException {
		final Path other = new Rewritten(FILE).with("zero.weight", "F32",
			new byte[] { 0, 0, (byte) 0x80, 0x3f }, 1).write(folder.resolve(
				"other.safetensors"));
		final Weights zero = CheckpointFormats.open(FILE).weights();
		final Weights one = CheckpointFormats.open(other).weights();
		final GraphBuilder graph = new GraphBuilder();
		graph.output("y", graph.op("Sub", List.of(graph.weight(one, "zero.weight",
			1), graph.weight(zero, "zero.weight", 1))), 1);
		graph.requireAllUsed(zero, "zero");
		final OnnxModel model = graph.build("difference");
		assertEquals("difference of other.safetensors and layers.safetensors", model
			.name());
		assertEquals(Set.of(zero.get("zero.weight").file(), one.get("zero.weight")
			.file()), model.files());
		try (OrtModel open = open(model)) {
			assertArrayEquals(new float[] { 1 }, run(open).data());
		}
	}

	@Test
	void looksAtEachFileBeforeItIsUsed() throws IOException {
		final Weights layers = CheckpointFormats.open(FILE).weights();
		final Path file = folder.resolve("lora.safetensors");
		final LowRank patch = LowRank.write(file, 1, layers, "zero.weight");
		final GraphBuilder graph = new GraphBuilder();
		graph.output("y", graph.weight(layers.patched(patch), "zero.weight", 1), 1);
		final OnnxModel model = graph.build("patched");
		assertEquals(Set.of("zero.weight[1]"), model.computed().keySet());
		assertEquals(2, model.files().size());
		try (OrtModel open = open(model)) {
			assertArrayEquals(layers.patched(patch).read("zero.weight").data(), run(
				open).data());
			Files.write(file, new byte[] { 1 });
			assertTrue(assertThrows(RuntimeException.class, () -> run(open))
				.getMessage().contains("lora.safetensors: was overwritten"));
		}
		assertThrows(RuntimeException.class, () -> open(model));
	}

	private static OrtModel open(final OnnxModel model) {
		return OrtModel.open(model, OrtSettings.DEFAULT.with(MemoryMode.PACKED));
	}

	private static Tensor run(final OrtModel model) {
		return model.run(Map.of(), "y", new int[] { 1 }, new StopSignal());
	}
}
