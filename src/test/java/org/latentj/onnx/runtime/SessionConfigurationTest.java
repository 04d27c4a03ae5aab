
package org.latentj.onnx.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionConfigurationTest {

	private static Map<String, String> entries(final OrtSettings settings)
		throws OrtException, IOException
	{
		RuntimeEnvironment.get();
		try (SessionOptions options = new SessionOptions()) {
			SessionConfiguration.apply(settings, options);
			return Map.copyOf(options.getConfigEntries());
		}
	}

	private static OrtSettings cpu(final MemoryMode mode) {
		return OrtSettings.DEFAULT.with(mode);
	}

	@Test
	void leavesItToTheGraphWhichWeightsAreUnpacked() throws OrtException,
		IOException
	{
		// NB: threads look for work for a moment only before they sleep.
		final Map<String, String> others = Map.of("session.intra_op.allow_spinning",
			"1", "session.intra_op.spin_duration_us", "50");
		for (final MemoryMode mode : List.of(MemoryMode.PACKED, MemoryMode.BALANCED,
			MemoryMode.MAPPED))
		{
			assertEquals(others, entries(cpu(mode)), mode.id());
			assertEquals(others, entries(cpu(mode).with(Precision.INTEGER)), mode
				.id());
		}
		assertThrows(IllegalArgumentException.class, () -> entries(cpu(
			MemoryMode.AUTO)));
	}

	/** NB: so that single precision is single, and pictures come again. */
	@Test
	void computesAsPreciselyOnACardAsAsked() {
		assertEquals("0", SessionConfiguration.OF_CUDA.get("use_tf32"));
		assertEquals("HEURISTIC", SessionConfiguration.OF_CUDA.get(
			"cudnn_conv_algo_search"));
		assertEquals("MLProgram", SessionConfiguration.OF_COREML.get(
			"ModelFormat"));
	}

	@ParameterizedTest
	@EnumSource
	void takesEachProviderThatIsThere(final ExecutionProvider provider)
		throws OrtException, IOException
	{
		assumeFalse(!Providers.available().contains(provider));
		Providers.require(provider);
		entries(new OrtSettings(provider, MemoryMode.BALANCED, 2));
	}

	/** NB: without a word ONNX Runtime would go on with the processor. */
	@ParameterizedTest
	@EnumSource
	void explainsEachProviderThatIsNotThere(final ExecutionProvider provider) {
		assumeFalse(Providers.available().contains(provider));
		final String why = assertThrows(InferenceException.class, () -> Providers
			.require(provider)).getMessage();
		assertTrue(why.startsWith("'" + provider.id() + "' cannot be used: ONNX " +
			"Runtime as it is installed here has only cpu"), why);
		assertTrue(why.contains(provider.jar(OrtModel.runtimeVersion())), why);
		assertTrue(why.contains(provider.beside()), why);
		assertTrue(why.contains("Nothing was computed. Plugins > LatentJ > " +
			"Compute... chooses another provider"), why);
	}

	@Test
	void namesTheArtifactOfACard() {
		final String needs = ExecutionProvider.CUDA.jar("1.28.0");
		assertTrue(needs.contains("onnxruntime_gpu-1.28.0.jar in place of " +
			"onnxruntime-1.28.0.jar"), needs);
		assertTrue(ExecutionProvider.CUDA.beside().contains("CUDA 12 and cuDNN 9"));
	}

	/** NB: its jar is there then, so that nobody is told to install it. */
	@Test
	void tellsWhatAProviderSaysItself() {
		final String why = Providers.problem(ExecutionProvider.CUDA,
			new IOException("no card is there"));
		assertTrue(why.startsWith(
			"'cuda' cannot be used: no card is there. It needs a graphics card"),
			why);
	}

	@Test
	void choosesThePrecisionThatAProviderWants() {
		assertEquals(Precision.SINGLE, OrtSettings.DEFAULT.chosenPrecision());
		assertEquals(Precision.HALF, new OrtSettings(ExecutionProvider.CUDA,
			MemoryMode.AUTO, 0).chosenPrecision());
		assertEquals(Precision.SINGLE, new OrtSettings(ExecutionProvider.CUDA,
			MemoryMode.AUTO, 0, Precision.SINGLE).chosenPrecision());
		assertEquals(Precision.HALF, OrtSettings.DEFAULT.with(Precision.HALF)
			.chosenPrecision());
		assertThrows(IllegalStateException.class, Precision.AUTO::type);
	}
}
