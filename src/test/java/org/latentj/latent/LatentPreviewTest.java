
package org.latentj.latent;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Weights;
import org.latentj.family.Sd1;
import org.latentj.family.Sdxl;
import org.latentj.family.X4Upscaler;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenPixels;
import org.latentj.tensor.Tensor;

/** The colours of latents, as ComfyUI's previews ("latent2rgb") have them. */
class LatentPreviewTest {

	@Test
	void hasTheReferencesColours() throws IOException {
		final Weights golden = Golden.open("families/vae_files.safetensors");
		final Tensor x0 = golden.read("preview/x0");
		for (final Map.Entry<String, LatentFormat> family : Map.of("SD15",
			Sd1.LATENTS, "SDXL", Sdxl.LATENTS, "SD_X4", X4Upscaler.LATENTS)
			.entrySet())
		{
			GoldenPixels.assertPixels(family.getKey(), golden.read(
				"preview/latent2rgb_" + family.getKey() + "_u8").reshape(1, 9, 7, 3),
				family.getValue().preview().colours(x0));
		}
	}
}
