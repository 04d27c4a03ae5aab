
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Weights;
import org.latentj.family.model.Component;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.model.Quality;

class ComponentWeightsTest {

	private static final ModelChoice ANY = new ModelChoice(Path.of(
		"some.safetensors"), Optional.empty());

	private static ComponentWeights vae(final String part, final Quality quality)
		throws IOException
	{
		final Weights some = Golden.open("layers.safetensors").at(part);
		return ComponentWeights.ofVae(ANY.in(quality), ANY.checkpoint(), some);
	}

	/** NB: a run would find out at its end otherwise. */
	@Test
	void refusesAVaeWhoseNumbersTheEngineOfBf16DoesNotTake() throws IOException {
		final String message = assertThrows(IllegalArgumentException.class,
			() -> vae("linear_f64", Quality.BF16)).getMessage();
		assertTrue(message.contains("F64") && message.contains(
			"or quality exact") && message.contains("layers.safetensors"), message);
		assertEquals(Precision.SINGLE, vae("linear_f64", Quality.EXACT)
			.precision());
	}

	/** NB: plain 8-bit floats, and others. */
	@ParameterizedTest
	@CsvSource({ "linear_f8_e4m3, F8_E4M3", "linear_f64, F64" })
	void refusesADiffusionModelLikewise(final String part, final String type)
		throws IOException
	{
		final ComponentWeights model = ComponentWeights.of(ANY,
			Component.DIFFUSION_MODEL, Golden.open("layers.safetensors").at(part));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> model.in(Quality.BF16)).getMessage();
		assertTrue(message.contains("layers.safetensors") && message.contains(part +
			".") && message.contains("has numbers of the type " + type +
				", which quality bf16 does not take; "), message);
		model.in(Quality.FAST);
	}

	@ParameterizedTest
	@CsvSource({ "BF16, BF16", "FAST, SINGLE", "EXACT, SINGLE" })
	void hasAVaeInBf16OrExact(final Quality quality, final Precision expected)
		throws IOException
	{
		final ComponentWeights vae = vae("linear_f16", quality);
		assertEquals(expected, vae.precision());
		assertEquals(expected, vae.how(OrtSettings.DEFAULT).chosenPrecision());
	}

	/** NB: 174 million numbers of SDXL's larger one would be 0.7 GB. */
	@ParameterizedTest
	@CsvSource({ "BALANCED, TEXT_ENCODER, MAPPED", "AUTO, TEXT_ENCODER, MAPPED",
		"PACKED, TEXT_ENCODER, PACKED", "BALANCED, CLIP_TEXT, MAPPED",
		"BALANCED, CLIP_VISION, BALANCED", "BALANCED, DIFFUSION_MODEL, BALANCED",
		"AUTO, VAE, BALANCED" })
	void unpacksLittleOfWhatRunsOnce(final MemoryMode asked,
		final Component component, final MemoryMode expected) throws IOException
	{
		assertEquals(expected, new ComponentWeights(ANY.checkpoint(), component,
			Golden.open("layers.safetensors")).mode(asked, Long.MAX_VALUE, 0));
	}
}
