
package org.latentj.onnx.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.LowRank;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.graph.ComputedWeight;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.library.DirectBuffers;
import org.latentj.tensor.Tensor;

/** {@link ComputedWeights}: whose memory they are. */
class ComputedWeightsTest {

	@TempDir
	Path folder;

	/** One whose numbers are all the same. */
	private static ComputedWeight weight(final Supplier<Integer> number,
		final long... shape)
	{
		return new ComputedWeight() {

			@Override
			public long[] shape() {
				return shape;
			}

			@Override
			public void put(final FloatBuffer to) {
				final float value = number.get();
				while (to.hasRemaining()) {
					to.put(value);
				}
			}
		};
	}

	@Test
	void areClosedHoweverItEnds() throws OrtException {
		final List<OnnxTensorLike> made = new ArrayList<>();
		final Map<String, ComputedWeight> computed = new LinkedHashMap<>();
		computed.put("a", weight(() -> 1, 2, 3));
		try (ComputedWeights weights = ComputedWeights.of(computed)) {
			made.addAll(weights.tensors());
			assertEquals(1, made.size());
			assertFalse(made.get(0).isClosed());
		}
		assertTrue(made.get(0).isClosed());
		final ComputedWeights half = new ComputedWeights();
		computed.put("b", weight(() -> {
			while (half.tensors().isEmpty()) {
				Thread.onSpinWait();
			}
			made.addAll(half.tensors());
			throw new IllegalStateException("no b");
		}, 1));
		assertThrows(IllegalStateException.class, () -> half.addAll(computed));
		assertEquals(2, made.size());
		assertTrue(made.get(1).isClosed());
	}

	/**
	 * NB: what {@link OrtModel} relies on when it closes them: a session that
	 * unpacks them has copied them, so that nothing that is written there is seen
	 * any more.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void areCopiedByASessionThatUnpacksThemAndElseUsed(final boolean copied)
		throws OrtException, IOException
	{
		final OnnxModel model = model("linear.weight", 12, 32);
		final Tensor y = Tensor.zeros(12, 32);
		final Tensor expected = Tensor.zeros(12, 32);
		if (copied) {
			model.computed().values().iterator().next().put(FloatBuffer.wrap(expected
				.data()));
		}
		final Set<String> kept = copied ? Set.of() : model.computed().keySet();
		try (SessionOptions options = new SessionOptions();
				ComputedWeights computed = ComputedWeights.of(model.computed()))
		{
			SessionConfiguration.apply(OrtSettings.DEFAULT.with(MemoryMode.MAPPED),
				options);
			options.addConfigEntry(
				"session.model_external_initializers_file_folder_path", model.folder()
					.toString());
			computed.addTo(options, kept);
			final OnnxTensor made = (OnnxTensor) computed.tensors().iterator().next();
			try (OrtSession session = RuntimeEnvironment.get().createSession(model
				.bytes(kept), options); ComputedWeights used = computed.used())
			{
				((FloatBuffer) made.getBufferRef().orElseThrow()).put(new float[12 *
					32]);
				computed.close();
				assertEquals(copied, made.isClosed());
				assertArrayEquals(expected.data(), new NativeRun(session,
					new DirectBuffers(), Map.of(), HeldTensors.NONE, Map.of("y", expected
						.shape()), false).run().get("y").data());
			}
			assertTrue(made.isClosed());
		}
	}

	@Test
	void areComputedAtEachOpening() throws IOException {
		final OnnxModel model = model("zero.weight", 1);
		final int[] computed = { 0 };
		final OnnxModel counted = new OnnxModel(model.name(), model.bytes(), model
			.folder(), model.files(), Map.of("zero.weight[1]", weight(
				() -> ++computed[0], 1)), Map.of(), model.weights());
		for (int i = 1; i <= 3; i++) {
			final OrtModel open = OrtModel.open(counted, OrtSettings.DEFAULT.with(
				MemoryMode.MAPPED));
			for (int run = 0; run < 2; run++) {
				assertArrayEquals(new float[] { i }, open.run(Map.of(), "y", new int[] {
					1 }, new StopSignal()).data());
			}
			open.close();
			assertTrue(open.isReleased());
		}
	}

	@Test
	void saysWhichFileCannotBeRead() throws IOException {
		final OnnxModel model = model("zero.weight", 1);
		Files.delete(folder.resolve("lora.safetensors"));
		assertTrue(assertThrows(RuntimeException.class, () -> OrtModel.open(model,
			OrtSettings.DEFAULT.with(MemoryMode.MAPPED))).getMessage().contains(
				"lora.safetensors"));
	}

	/** A graph that gives one weight, which a patch computes. */
	private OnnxModel model(final String weight, final long... shape)
		throws IOException
	{
		final Weights layers = Golden.open("layers.safetensors");
		final LowRank patch = LowRank.write(folder.resolve("lora.safetensors"), 1,
			layers, weight);
		final GraphBuilder graph = new GraphBuilder();
		graph.output("y", graph.weight(layers.patched(patch), weight, shape), Arrays
			.stream(shape).boxed().toArray());
		return graph.build("patched");
	}
}
