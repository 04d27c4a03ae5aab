
package org.latentj.family.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.family.ModelFamilies;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenFamily;
import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.hint.SizeConditioning;
import org.latentj.tensor.Tensor;

/** SDXL's vector, against ComfyUI's. */
class SizeVectorTest {

	private static final Canvas SQUARE = new Canvas(Tensor.zeros(1, 4, 8, 8),
		Optional.empty(), 8, 0);

	private static Conditioning complete(final Conditioning text)
		throws IOException
	{
		return ((LatentDiffusion) ModelFamilies.ALL.of(CheckpointFormats.open(Golden
			.file("families/tiny_sdxl.safetensors")))).completion().complete(text,
				PromptRole.POSITIVE, SQUARE);
	}

	@Test
	void tellsTheSizeThatThePictureHasUnlessAnotherIsSaid() throws IOException {
		final GoldenFamily golden = GoldenFamily.open("sdxl");
		final Conditioning text = Conditioning.ofContext(Tensor.zeros(1, 77, 24))
			.withPooled(golden.read("adm/pooled"));
		assertClose("default", golden.read("adm/default_64x64"), complete(text)
			.inputs().get(NetworkInput.VECTOR).tensor(), 3e-6);
		// NB: an angle of 1024 has a last digit of 6e-5 in single precision.
		assertClose("node", golden.read("adm/node_1024x768_crop16_8_target640x512"),
			complete(text.with(List.of(new SizeConditioning(1024, 768, 16, 8, 640,
				512)))).inputs().get(NetworkInput.VECTOR).tensor(), 6e-5);
	}

	@Test
	void asksForThePooledText() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> complete(
			Conditioning.ofContext(Tensor.zeros(1, 77, 24)))).getMessage().contains(
				"as one vector"));
	}
}
