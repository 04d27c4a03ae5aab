
package org.latentj.onnx.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.Value;
import org.latentj.tensor.Tensor;

/** Which weights are unpacked, and which stay in their file. */
class UnpackedWeightsTest {

	private static final int[] SHAPE = { 1, 32, 8, 8 };

	/** Convolutions, a normalisation and a linear layer. */
	private static OnnxModel graph() throws IOException {
		final Weights w = Golden.open("tiny_sd1.safetensors").at(
			"model.diffusion_model");
		final GraphBuilder graph = new GraphBuilder();
		final Layers layers = new Layers(graph);
		final Value latent = graph.input("x", ElementType.FLOAT, 1, 4, 8, 8).with(
			4);
		final Value x = layers.conv2d(latent, w.at("input_blocks.0.0"), 3, 32);
		final Weights block = w.at("input_blocks.1.0");
		final Value y = layers.conv2d(layers.silu(layers.groupNorm(x, block.at(
			"in_layers.0"), 1e-5f)), block.at("in_layers.2"), 3, 32);
		final Value rows = layers.linearWithoutBias(layers.toRows(y), w.at(
			"input_blocks.1.1.transformer_blocks.0.attn1.to_q"), 32);
		graph.output("y", layers.add(x, layers.toPicture(layers.toTokens(rows, x),
			x)), 1, 32, 8, 8);
		return graph.build("some layers");
	}

	/** The graph with so many numbers unpacked, whatever the mode. */
	private static OnnxModel unpacked(final OnnxModel model, final long numbers) {
		return new OnnxModel(model.name(), model.bytes(model.allBut(numbers)), model
			.folder(), model.files(), model.computed(), Map.of(), List.of());
	}

	private static float[] run(final OnnxModel model, final MemoryMode mode) {
		final Tensor x = Tensor.zeros(1, 4, 8, 8);
		for (int i = 0; i < x.length(); i++) {
			x.data()[i] = (float) Math.sin(i);
		}
		try (OrtModel open = OrtModel.open(model, OrtSettings.DEFAULT.with(mode))) {
			return open.run(Map.of("x", x), "y", SHAPE, new StopSignal()).data();
		}
	}

	/** NB: in half precision, which is cast in the graph. */
	@ParameterizedTest
	@CsvSource({ "BALANCED", "MAPPED" })
	void computesTheSameWhicheverAreUnpacked(final MemoryMode mode)
		throws IOException
	{
		final OnnxModel model = graph();
		final float[] all = run(model, MemoryMode.PACKED);
		for (final long numbers : new long[] { 0, 2000, model.numbers() }) {
			assertArrayEquals(all, run(unpacked(model, numbers), mode), 1e-5f);
		}
	}

	@Test
	void unpacksTheSmallestFirst() throws IOException {
		final OnnxModel model = graph();
		assertEquals(Set.of(), model.allBut(model.numbers()));
		assertSame(model.bytes(), model.bytes(Set.of()));
		final String largest =
			"model.diffusion_model.input_blocks.1.0.in_layers.2.weight[32, 32, 3, 3]";
		assertEquals(Set.of(largest), model.allBut(model.numbers() - 1));
		assertEquals(model.weights().size(), model.allBut(0).size());
	}

	/** NB: what each call makes of them is larger than they are. */
	@Test
	void neverUnpacksWhatOthersAreMadeOfInEachCall() throws IOException {
		final Weights w = Golden.open("tiny_sd1.safetensors").at(
			"model.diffusion_model.input_blocks.1.0.in_layers.2");
		final GraphBuilder graph = new GraphBuilder();
		final Value x = graph.input("x", ElementType.FLOAT, 1, 32, 8, 8).with(32);
		graph.output("y", graph.op("Conv", List.of(x, graph.deriving(w, "weight", 0,
			32, 32, 32, 3, 3).weight(w, "weight", 32, 32, 3, 3))), 1, 32, 6, 6);
		assertKept(Set.of(
			"model.diffusion_model.input_blocks.1.0.in_layers.2.weight[32, 32, 3, 3]"),
			graph.build("a convolution"));
	}

	/** NB: where channels are few, others are made when the graph is opened. */
	@Test
	void unpacksWhatOthersAreMadeOfOnce() throws IOException {
		final GraphBuilder graph = new GraphBuilder();
		final Value x = graph.input("x", ElementType.FLOAT, 1, 32, 8, 8).with(32);
		graph.output("y", new Layers(graph).enlarge2(x, Golden.open(
			"tiny_sd1.safetensors").at(
				"model.diffusion_model.input_blocks.1.0.in_layers.2"), true), 1, 32, 16,
			16);
		assertKept(Set.of(), graph.build("an enlargement"));
	}

	private static void assertKept(final Set<String> expected,
		final OnnxModel model)
	{
		for (final MemoryMode mode : List.of(MemoryMode.PACKED,
			MemoryMode.BALANCED))
		{
			assertEquals(expected, SessionConfiguration.kept(model,
				OrtSettings.DEFAULT.with(mode)));
		}
	}

	/** NB: unpacked matrices would change last bits, which are rounded. */
	@Test
	void unpacksVectorsAloneOfAnIntegerGraph() throws IOException {
		final Weights w = Golden.open("tiny_sd1.safetensors").at(
			"model.diffusion_model.input_blocks.1.1.transformer_blocks.0");
		final GraphBuilder graph = new GraphBuilder();
		final Layers layers = Layers.inIntegers(graph, true);
		final Value x = graph.input("x", ElementType.FLOAT, 5, 32).with(32);
		graph.output("y", layers.exact().linearWithoutBias(layers.linearWithoutBias(
			layers.layerNorm(x, w.at("norm1")), w.at("attn1.to_q"), 32), w.at(
				"attn1.to_k"), 32), 5, 32);
		final OnnxModel model = graph.build("some layers");
		assertEquals(32 * 32 + 2 * 32, model.numbers());
		final OrtSettings fast = OrtSettings.DEFAULT.with(Precision.INTEGER);
		for (final MemoryMode mode : List.of(MemoryMode.BALANCED,
			MemoryMode.MAPPED))
		{
			assertEquals(Set.of(
				"model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_k.weight[32, 32]"),
				SessionConfiguration.kept(model, fast.with(mode)));
		}
		assertEquals(Set.of(), SessionConfiguration.kept(model, fast.with(
			MemoryMode.PACKED)));
	}

	@Test
	void unpacksLittleInTheModesThatSaveMemory() {
		final long unet = 860_000_000;
		assertEquals(unet, MemoryMode.PACKED.unpacked(unet));
		assertEquals(unet / 4, MemoryMode.BALANCED.unpacked(unet));
		assertEquals(unet / 40, MemoryMode.MAPPED.unpacked(unet));
		assertEquals(10_000_000, MemoryMode.MAPPED.unpacked(84_000_000));
	}
}
