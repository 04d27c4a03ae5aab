
package org.latentj.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.engine.GraphModel;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.HeldTensors;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

class TextKeysTest {

	private static final StopSignal GO = new StopSignal();

	private static final String TEXT = NetworkInput.CONTEXT.id();

	/** What a fake graph holds of an item. */
	private static final long ITEM = 50L << 20;

	private final List<Held> made = new ArrayList<>();

	private final List<HeldTensors> taken = new ArrayList<>();

	private final TextKeys keys = new TextKeys(Optional.of(
		new TextKeysGraph.Built(null, Map.of("keys", 8))), new Fake(() -> {}));

	/** Large, without the memory. */
	private static final class Held extends HeldTensors {

		private boolean freed;

		Held(final long bytes) {
			super(bytes);
		}

		@Override
		protected void free() {
			freed = true;
		}
	}

	/** Holds what is asked of it, and remembers what it was given. */
	private final class Fake implements GraphModel {

		private final Runnable meanwhile;

		/** @param meanwhile what somebody else does during a call */
		Fake(final Runnable meanwhile) {
			this.meanwhile = meanwhile;
		}

		@Override
		public Map<String, Tensor> run(final Map<String, Tensor> inputs,
			final HeldTensors held, final Map<String, int[]> shapes,
			final StopSignal stop)
		{
			assertFalse(inputs.containsKey(TEXT));
			meanwhile.run();
			assertFalse(((Held) held).freed);
			taken.add(held);
			return Map.of();
		}

		@Override
		public HeldTensors hold(final Map<String, Tensor> inputs,
			final Map<String, int[]> shapes, final StopSignal stop)
		{
			final Tensor text = inputs.get(TEXT);
			assertArrayEquals(new int[] { text.size(0), text.size(1), 8 }, shapes.get(
				"keys"));
			made.add(new Held(ITEM * text.size(0)));
			return made.get(made.size() - 1);
		}

		@Override
		public MemoryMode mode() {
			return MemoryMode.PACKED;
		}

		@Override
		public void close() {}
	}

	private void call(final Tensor text) {
		keys.run(new Fake(() -> {}), Map.of(TEXT, text), Map.of(), GO);
	}

	private static Tensor text(final float value, final int items) {
		return Tensor.full(value, items, 77, 4);
	}

	@Test
	void areMadeOnceForTheSameTextsHoweverTheyArePutTogether() {
		call(text(1, 1));
		call(text(2, 1));
		call(text(1, 1));
		call(Tensor.concat(List.of(text(2, 1))));
		assertEquals(2, made.size());
		assertEquals(List.of(made.get(0), made.get(1), made.get(0), made.get(1)),
			taken);
		call(Tensor.full(1, 1, 154, 4));
		assertEquals(3, made.size());
	}

	@Test
	void thatWereNotUsedForTheLongestTimeGoFirst() {
		call(text(1, 1));
		call(text(2, 1));
		call(text(1, 1));
		assertEquals(2 * ITEM, keys.heldBytes());
		call(text(3, 1));
		assertEquals(2, keys.size());
		assertEquals(2 * ITEM, keys.heldBytes());
		assertTrue(made.get(1).freed);
		assertFalse(made.get(0).freed);
		call(text(4, 9));
		assertEquals(1, keys.size());
		assertTrue(made.get(0).freed && made.get(2).freed);
		assertFalse(made.get(3).freed);
	}

	@Test
	void goWithTheNetwork() {
		call(text(1, 1));
		keys.close();
		assertTrue(made.get(0).freed);
		assertEquals(0, keys.size());
		assertEquals(0, keys.heldBytes());
	}

	@Test
	void stayAsLongAsACallUsesThem() {
		keys.run(new Fake(keys::close), Map.of(TEXT, text(1, 1)), Map.of(), GO);
		assertTrue(made.get(0).freed);
		assertThrows(IllegalStateException.class, made.get(0)::share);
	}

	/** Of each family, in each way to hold weights and to compute. */
	@ParameterizedTest
	@CsvSource({ "tiny_sd1, PACKED, SINGLE, 0",
		"tiny_sd1, BALANCED, SINGLE, 1e-5", "tiny_sd1, MAPPED, SINGLE, 1e-5",
		"tiny_sd1, BALANCED, INTEGER, 0", "tiny_sd1, BALANCED, HALF, 5e-4",
		"families/tiny_sdxl, PACKED, SINGLE, 0",
		"families/tiny_x4_upscaler, PACKED, SINGLE, 0" })
	void predictWhatAGraphDoesThatMakesThemItself(final String file,
		final MemoryMode mode, final Precision precision, final double tolerance)
		throws IOException
	{
		final Weights weights = Golden.open(file + ".safetensors").at(
			"model.diffusion_model");
		final OrtSettings settings = OrtSettings.DEFAULT.with(mode).with(precision);
		final OnnxModel graph = UNet.graph(weights, 4, precision);
		try (UNet unet = UNet.open(weights, 4, settings);
				OrtModel whole = OrtModel.open(graph, settings))
		{
			final Map<NetworkInput, Tensor> told = told(unet);
			final Tensor x = new TorchNoise(1).randn(2, 4, 8, 8);
			final Tensor times = Tensor.full(500, 2);
			final Map<String, Tensor> inputs = new HashMap<>(Map.of(UNetGraph.LATENT,
				x, UNetGraph.TIME, times));
			told.forEach((input, tensor) -> inputs.put(input.id(), tensor));
			final Tensor expected = whole.run(inputs, UNetGraph.PREDICTION, x.shape(),
				GO);
			for (int call = 0; call < 2; call++) {
				final Tensor actual = unet.predict(x, times, told, GO);
				if (tolerance == 0) {
					assertArrayEquals(expected.data(), actual.data());
				}
				assertClose(file, expected, actual, tolerance);
			}
			assertEquals(UNet.textBytes(weights, unet.config()), unet.textBytes());
			assertTrue(unet.textBytes() > 0);
		}
	}

	private static Map<NetworkInput, Tensor> told(final UNet unet) {
		final Map<NetworkInput, Tensor> told = new HashMap<>();
		unet.config().inputs().forEach((input, size) -> told.put(input,
			switch (input) {
				case CONTEXT -> new TorchNoise(2).randn(2, 77, size);
				case VECTOR -> new TorchNoise(3).randn(2, size);
				case LABEL -> Tensor.full(20, 2, 1);
				default -> new TorchNoise(4).randn(2, size, 8, 8);
			}));
		return told;
	}
}
