
package org.latentj.family;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Golden;
import org.latentj.golden.RefinerFile;
import org.latentj.golden.Rewritten;

/** A file of a family that lacks a part is refused, by the part's name. */
class MissingPartsTest {

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { //
		"tiny_sdxl | conditioner.embedders.0. | Stable Diffusion XL checkpoint without its first text encoder ('conditioner.embedders.0.transformer", //
		"tiny_sdxl | conditioner.embedders.1. | Stable Diffusion XL checkpoint without its second text encoder ('conditioner.embedders.1.model", //
		"tiny_sdxl | conditioner. | a UNet alone, without text encoder", //
		"tiny_sdxl | model.diffusion_model.label_emb. | without what its UNet takes for the sizes ('model.diffusion_model.label_emb.0.0.weight'", //
		"tiny_sdxl | first_stage_model. | there is no VAE in it", //
		"tiny_sdxl | conditioner.embedders.1.model.transformer.resblocks.1.attn.in_proj_weight | there is no tensor 'conditioner.embedders.1.model.transformer.resblocks.1.attn.in_proj_weight' (in OpenCLIP's naming)", //
		"tiny_sdxl | conditioner.embedders.1.model.positional_embedding | there is no tensor 'conditioner.embedders.1.model.positional_embedding'", //
		"tiny_sdxl | conditioner.embedders.0.transformer.text_model.encoder.layers.1.mlp.fc1.bias | there is no tensor 'conditioner.embedders.0.transformer", //
		"tiny_sd2 | cond_stage_model. | a UNet alone, without text encoder", //
		"tiny_sd2 | model.diffusion_model. | Stable Diffusion 2.x checkpoint without its UNet ('model.diffusion_model.input_blocks.0.0.weight'", //
		"tiny_sd2 | first_stage_model. | there is no VAE in it", //
		"tiny_sd2 | cond_stage_model.model.ln_final.weight | there is no tensor 'cond_stage_model.model.ln_final.weight'" })
	void isNamed(final String file, final String missing, final String said)
		throws IOException
	{
		refuses(new Rewritten(Golden.file("families/" + file + ".safetensors"))
			.without(n -> n.startsWith(missing)).write(folder.resolve(
				"part.safetensors")), said);
	}

	@Test
	void isNamedOfARefiner() throws IOException {
		final Path whole = RefinerFile.write(folder.resolve("whole.safetensors"));
		refuses(new Rewritten(whole).without(n -> n.startsWith("model.")).write(
			folder.resolve("part.safetensors")),
			"Stable Diffusion XL refiner checkpoint without its UNet ('model.diffusion_model.input_blocks.0.0.weight'");
	}

	@ParameterizedTest
	@CsvSource({ "0, tensor 'edm_vpred.sigma_max': holds 0.0; a noise level",
		"NaN, tensor 'edm_vpred.sigma_max': holds NaN; a noise level",
		"0.001, tensor 'edm_vpred.sigma_max': holds 0.0010000000474974513" })
	void saysOfNoiseLevelsThatTheyAreNone(final float level, final String said)
		throws IOException
	{
		refuses(new Rewritten(Golden.file("families/tiny_sdxl.safetensors")).with(
			"edm_vpred.sigma_max", "F32", ByteBuffer.allocate(4).order(
				ByteOrder.LITTLE_ENDIAN).putFloat(level).array(), 1).write(folder
					.resolve("edm.safetensors")), said);
	}

	@Test
	void saysOfANoiseLevelThatItIsNotOneNumber() throws IOException {
		refuses(new Rewritten(Golden.file("families/tiny_sdxl.safetensors")).with(
			"edm_vpred.sigma_max", "F32", new byte[0], 0).write(folder.resolve(
				"edm.safetensors")), "holds 0 numbers; a noise level, one number");
	}

	private static void refuses(final Path file, final String said) {
		try (DiffusionEngine engine = new DiffusionEngine()) {
			final String message = assertThrows(Exception.class, () -> engine.require(
				new ModelChoice(file, Optional.empty()), new StopSignal()))
				.getMessage();
			assertTrue(message.contains(said), message);
			assertTrue(message.startsWith(file.toString()), message);
		}
	}
}
