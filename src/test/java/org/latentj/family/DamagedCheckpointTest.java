
package org.latentj.family;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.clip.ClipTextConfig;
import org.latentj.clip.ClipTextEncoder;
import org.latentj.family.model.LatentDiffusion;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.unet.UNet;
import org.latentj.vae.Vae;

/** A checkpoint with a gap is refused, not run without what is missing. */
class DamagedCheckpointTest {

	private static final String UNET = "model.diffusion_model.";

	private static final String TEXT = "cond_stage_model.transformer.text_model.";

	private static final String VAE = "first_stage_model.";

	@Test
	void buildsAllGraphsOfAWholeCheckpoint() {
		assertDoesNotThrow(() -> build("nothing"));
	}

	@ParameterizedTest
	@ValueSource(strings = { //
		UNET + "input_blocks.5.0.in_layers.2.bias", UNET + "input_blocks.4.", UNET +
			"input_blocks.4.1.", //
		UNET + "output_blocks.11.", UNET + "output_blocks.6.", UNET +
			"middle_block.1.", UNET + "out.2.weight", //
		UNET + "input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight", UNET +
			"time_embed.0.bias", //
		TEXT + "encoder.layers.1.", TEXT + "encoder.layers.1.self_attn.q_proj.bias",
		TEXT + "final_layer_norm.", //
		VAE + "decoder.conv_in.bias", VAE + "decoder.up.1.block.1.", VAE +
			"decoder.mid.attn_1.", VAE + "encoder.down.1.", //
		UNET + "input_blocks.1.1.transformer_blocks.", UNET +
			"output_blocks.2.1.conv.", //
		TEXT + "encoder.layers.0.", VAE + "quant_conv.", VAE +
			"decoder.up.1.block.2.", VAE + "encoder.down.1.downsample.", VAE +
				"decoder.up.2.upsample." })
	void refusesWhatHasAGap(final String missing) {
		final IllegalArgumentException e = assertThrows(
			IllegalArgumentException.class, () -> build(missing));
		assertTrue(e.getMessage().contains("tiny_sd1.safetensors"), e.getMessage());
	}

	private static void build(final String missing) throws IOException {
		final Checkpoint whole = CheckpointFormats.open(Golden.file(
			"tiny_sd1.safetensors"));
		final Map<String, TensorInfo> tensors = new LinkedHashMap<>(whole
			.tensors());
		tensors.keySet().removeIf(k -> k.startsWith(missing));
		final Checkpoint damaged = new Checkpoint(whole.state(), whole.metadata(),
			tensors);
		final LatentDiffusion family = Sd1.of(damaged, new Sd1().facts());
		UNet.graph(family.diffusionModel(), 4);
		ClipTextEncoder.graph(family.textEncoder(), ClipTextConfig.of(family
			.textEncoder(), true));
		Vae.open(ModelFamilies.ALL.vae(damaged), OrtSettings.DEFAULT.with(
			MemoryMode.MAPPED)).close();
	}
}
