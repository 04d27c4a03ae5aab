
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.control.StopSignal;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.family.ModelFamilies;
import org.latentj.family.model.Component;
import org.latentj.golden.Golden;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.pipeline.Computation;
import org.latentj.tensor.Tensor;
import org.latentj.vae.Vae;

class UsedNetworksTest {

	private static final Path FILE = Golden.file("tiny_sd1.safetensors");

	private static final OrtSettings BF16 = OrtSettings.DEFAULT.with(
		Precision.BF16);

	/** NB: one that is not run needs no engine. */
	private static final OpenNetwork NETWORK = new OpenNetwork() {

		@Override
		public MemoryMode mode() {
			return MemoryMode.PACKED;
		}

		@Override
		public void close() {
			// NB: it holds nothing.
		}
	};

	private static ComponentKey key(final Component component,
		final OrtSettings settings) throws IOException
	{
		return ComponentKey.of(FILE, component, settings);
	}

	@Test
	void tellsThatPicturesInTilesAreComputedByOnnxRuntime() throws IOException {
		try (Vae vae = Vae.open(ModelFamilies.ALL.vae(CheckpointFormats.open(FILE)),
			BF16))
		{
			final Vae small = vae.within(1);
			small.decode(Tensor.full(0, 1, 4, 16, 12), new StopSignal());
			final Map<ComponentKey, OpenNetwork> networks = new LinkedHashMap<>();
			networks.put(key(Component.TEXT_ENCODER, OrtSettings.DEFAULT), NETWORK);
			networks.put(key(Component.DIFFUSION_MODEL, BF16), NETWORK);
			networks.put(key(Component.VAE, BF16), vae);
			final Computation how = UsedNetworks.computation(networks,
				OrtSettings.DEFAULT, List.of(small));
			final String exact = "single by " + ComputeChoice.runtime();
			assertEquals(Map.of("UNet", "bf16 by " + ComputeChoice.bf16(),
				"VAE in tiles", exact, "text encoder", exact), how.engines());
			assertTrue(how.tiles());
		}
	}

	@ParameterizedTest
	@CsvSource({ "AUTO, single", "SINGLE, single", "HALF, half",
		"INTEGER, integer", "BF16, bf16" })
	void tellsInWhichNumbersTheDiffusionModelComputed(final Precision precision,
		final String told) throws IOException
	{
		final Computation how = UsedNetworks.computation(Map.of(key(
			Component.REUSING_MODEL, OrtSettings.DEFAULT.with(precision)), NETWORK),
			OrtSettings.DEFAULT, List.of());
		assertEquals(told, how.precision());
		assertEquals(precision != Precision.BF16, how.engines().isEmpty());
	}
}
