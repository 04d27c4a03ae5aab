
package org.latentj.checkpoint.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.DiffusersFolders;
import org.latentj.golden.Golden;

class DiffusersBlocksTest {

	private static final String PREFIX = "model.diffusion_model.";

	@ParameterizedTest
	@ValueSource(strings = { ".weight", ".bias" })
	void callsEachLayerAsDiffusersDoes(final String end) throws IOException {
		final Weights unet = Golden.open("families/micro_sd1.safetensors").at(
			"model.diffusion_model");
		final DiffusersBlocks blocks = DiffusersBlocks.of(unet);
		int layers = 0;
		for (final Map.Entry<String, String> e : DiffusersFolders.keys("unet")
			.entrySet())
		{
			if (e.getValue().endsWith(end)) {
				final String layer = e.getValue().substring(PREFIX.length(), e
					.getValue().length() - end.length());
				assertEquals(e.getKey(), blocks.name(layer).orElse("none") + end);
				layers++;
			}
		}
		assertEquals(unet.names().stream().filter(n -> n.endsWith(end)).count(),
			layers);
	}
}
