
package org.latentj.family;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.family.model.LoadedFamily;
import org.latentj.golden.FamilyFiles;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;

/** A file of a family that lacks a part is refused, by the part's name. */
class MissingPartsTest {

	private static final String UNET = "model.diffusion_model.";

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

	/**
	 * The same of all families: VAE, UNet, text encoder, each or a part of it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "micro_sd1", "inpaint9", "ip2p8", "tiny_sd2",
		"unclip", "tiny_x4_upscaler", "tiny_sdxl", "refiner" })
	void isNamedOfAnyFamily(final String name) throws IOException {
		final Checkpoint whole = CheckpointFormats.open(FamilyFiles.write(name,
			folder));
		final Map<String, String> said = new LinkedHashMap<>();
		said.put("first_stage_model.", "there is no VAE in it");
		said.put("first_stage_model.encoder.", "'first_stage_model.encoder': is " +
			"missing: this is the decoder of a VAE alone; a file that has both, " +
			"'encoder' and 'decoder', is valid, as the VAE of a checkpoint is");
		said.put(UNET, " checkpoint without its UNet ('" + UNET +
			"input_blocks.0.0.weight'");
		said.put(UNET + "input_blocks.0.0.weight", " checkpoint without its UNet");
		said.put("cond", name.equals("tiny_x4_upscaler")
			? "x4 upscaler checkpoint without its text encoder"
			: "a UNet alone, without text encoder");
		for (final String tensor : List.of(
			"first_stage_model.decoder.mid.attn_1.q.bias",
			"first_stage_model.encoder.conv_out.weight", UNET + "out.2.bias", UNET +
				"middle_block.1.proj_out.weight", UNET + "time_embed.0.weight"))
		{
			said.put(tensor, "there is no tensor '" + tensor + "'");
		}
		final String norm = whole.tensors().keySet().stream().filter(n -> n.matches(
			"cond.*(final_layer_norm|ln_final).weight")).findFirst().orElseThrow();
		said.put(norm, "there is no tensor '" + norm.replace("text_model.", "") +
			"'");
		for (final Map.Entry<String, String> part : said.entrySet()) {
			refusesWithout(whole, part.getKey(), part.getValue());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { //
		"refiner | label_emb. | XL refiner checkpoint without what its UNet takes for the sizes", //
		"tiny_x4_upscaler | label_emb. | x4 upscaler checkpoint without the table of its noise levels", //
		"unclip | input_blocks.1. | a checkpoint whose UNet is of no family that can be run, or has gaps" })
	void isNamedOfWhatAFamilyHasAlone(final String name, final String missing,
		final String said) throws IOException
	{
		refusesWithout(CheckpointFormats.open(FamilyFiles.write(name, folder)),
			UNET + missing, said);
	}

	private static void refusesWithout(final Checkpoint whole,
		final String missing, final String said)
	{
		final Map<String, TensorInfo> tensors = new LinkedHashMap<>(whole
			.tensors());
		tensors.keySet().removeIf(n -> n.startsWith(missing));
		final Checkpoint part = new Checkpoint(whole.state(), whole.metadata(),
			tensors);
		final String message = assertThrows(Exception.class, () -> {
			final LoadedFamily family = ModelFamilies.ALL.of(part);
			family.requireComponents();
			family.requireVae(part);
		}).getMessage();
		assertTrue(message.contains(said), message);
		assertTrue(message.startsWith(whole.file().toString()), message);
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
