
package org.latentj.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.family.model.LoadedFamily;
import org.latentj.golden.FamilyFiles;
import org.latentj.golden.Golden;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.tensor.Tensor;

class ModelFamiliesTest {

	@TempDir
	Path folder;

	@Test
	void knowsStableDiffusion1() throws IOException {
		final Checkpoint checkpoint = CheckpointFormats.open(Golden.file(
			"tiny_sd1.safetensors"));
		final LoadedFamily family = ModelFamilies.ALL.of(checkpoint);
		assertEquals("Stable Diffusion 1.x", family.facts().name());
		assertEquals(family.facts().name(), ModelFamilies.ALL.named(
			"Stable Diffusion 1.x").orElseThrow().name());
		assertEquals(4, family.facts().latentFormat().channels());
		assertTrue(family.textEncoder().has("final_layer_norm.weight"));
		assertTrue(family.diffusionModel().has("out.2.weight"));
	}

	@Test
	void takesTheLookOfLatentsFromTheFile() throws IOException {
		final Tensor zeros = Tensor.zeros(1, 4, 1, 1);
		assertArrayEquals(new float[] { 0.5f, 0.5f, 0.5f }, ModelFamilies.ALL.of(
			preview(null)).facts().latentFormat().preview().colours(zeros).data());
		assertArrayEquals(new float[] { 0, 0.5f, 0.75f }, ModelFamilies.ALL.of(
			preview("1 2 3, 1 2 3, 1 2 3, 1 2 3, -1 0 0.5")).facts().latentFormat()
			.preview().colours(zeros).data());
		for (final String bad : List.of("1 2 3", "1 2 3, 1 2 3, 1 2, 1 2 3, 0 0 0",
			"no"))
		{
			final Checkpoint file = preview(bad);
			final String message = assertThrows(CheckpointException.class,
				() -> ModelFamilies.ALL.of(file)).getMessage();
			assertTrue(message.startsWith(file.file() +
				": metadata entry 'latentj.preview': "), message);
			assertTrue(message.endsWith("valid are 5 groups 'red green blue' with " +
				"commas between"), message);
		}
	}

	private Checkpoint preview(final String entry) throws IOException {
		final JsonObject metadata = new JsonObject();
		if (entry != null) {
			metadata.addProperty(Sd1.PREVIEW, entry);
		}
		return file(metadata,
			"model.diffusion_model.input_blocks.0.0.weight=1x4x1x1",
			"cond_stage_model.transformer.final_layer_norm.weight=1");
	}

	/** The demo checkpoint has an autoencoder of its own. */
	@Test
	void findsTheDemoCheckpointsLook() throws IOException {
		final Checkpoint demo = CheckpointFormats.open(Path.of(
			"models/latentj-demo.safetensors"));
		final float[] zeros = ModelFamilies.ALL.of(demo).facts().latentFormat()
			.preview().colours(Tensor.zeros(1, 4, 1, 1)).data();
		for (final float colour : zeros) {
			assertEquals(0.27, colour, 0.03);
		}
	}

	@Test
	void findsTextEncodersInTheOlderNaming() throws IOException {
		final Checkpoint checkpoint = file(
			"model.diffusion_model.input_blocks.0.0.weight=1x4x1x1",
			"cond_stage_model.transformer.final_layer_norm.weight=1");
		assertTrue(ModelFamilies.ALL.of(checkpoint).textEncoder().has(
			"final_layer_norm.weight"));
	}

	/** NB: the file is not there any more when it is looked at. */
	@ParameterizedTest
	@CsvSource({ "micro_sd1, Stable Diffusion 1.x, NONE",
		"inpaint9, Stable Diffusion 1.x, INPAINTING",
		"ip2p8, Stable Diffusion 1.x, EDITING",
		"tiny_sdxl, Stable Diffusion XL, NONE",
		"refiner, Stable Diffusion XL refiner, NONE",
		"tiny_x4_upscaler, Stable Diffusion x4 upscaler, UPSCALING" })
	void tellsThemByTheHeaderAlone(final String name, final String family,
		final PictureInput input) throws IOException
	{
		final LoadedFamily loaded = ModelFamilies.ALL.of(headerOf(name));
		assertEquals(family, loaded.facts().name());
		assertEquals(input, loaded.pictureInput());
	}

	/** Nothing but one bias tells noise from v. */
	@ParameterizedTest
	@ValueSource(strings = { "tiny_sd2", "unclip" })
	void readsOneTensorOfStableDiffusion2(final String name) throws IOException {
		final Checkpoint header = headerOf(name);
		final String message = assertThrows(CheckpointException.class,
			() -> ModelFamilies.ALL.of(header)).getMessage();
		assertTrue(message.contains(
			"output_blocks.11.1.transformer_blocks.0.norm1.bias"), message);
	}

	private Checkpoint headerOf(final String name) throws IOException {
		final Path made = FamilyFiles.write(name, folder);
		final Path copy = folder.resolve("gone.safetensors");
		Files.copy(made, copy);
		final Checkpoint header = CheckpointFormats.open(copy);
		Files.delete(copy);
		return header;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { //
		"conditioner.embedders.1.model.ln_final.weight=1 model.diffusion_model.input_blocks.0.0.weight=1x4x1x1 | Stable Diffusion XL checkpoint", //
		"conditioner.embedders.0.model.ln_final.weight=1 | Stable Diffusion XL refiner", //
		"cond_stage_model.model.ln_final.weight=1 model.diffusion_model.input_blocks.0.0.weight=1x4x1x1 | Stable Diffusion 2.x", //
		"model.diffusion_model.joint_blocks.0.context_block.attn.qkv.weight=1 | Stable Diffusion 3", //
		"model.diffusion_model.double_blocks.0.img_attn.qkv.weight=1 | Flux", //
		"model.diffusion_model.input_blocks.0.0.weight=1x7x1x1 cond_stage_model.transformer.a=1 | x4 upscaler", //
		"model.diffusion_model.input_blocks.0.0.weight=1x5x1x1 cond_stage_model.transformer.a=1 | depth-to-image", //
		"lora_unet_down_blocks_0.lora_down.weight=1 | LoRA", //
		"control_model.input_blocks.0.0.weight=1 | ControlNet", //
		"down_blocks.0.resnets.0.conv1.weight=1 | diffusers folder", //
		"model.diffusion_model.input_blocks.0.0.weight=1x4x1x1 | a UNet alone", //
		"decoder.conv_in.weight=1 | a VAE alone", //
		"vision_model.post_layernorm.weight=1 | CLIP vision", //
		"text_model.final_layer_norm.weight=1 | text encoder alone", //
		"emb_params=1 | textual inversion", //
		"some.thing=1 | : it holds 'some.thing'", //
	})
	void refusesOthersByName(final String tensors, final String description)
		throws IOException
	{
		final Checkpoint checkpoint = file(tensors.trim().split(" "));
		final String message = assertThrows(CheckpointException.class,
			() -> ModelFamilies.ALL.of(checkpoint)).getMessage();
		assertTrue(message.contains(description), message);
		assertTrue(message.startsWith(checkpoint.file().toString()), message);
	}

	@Test
	void saysWhatToDoWithAVae() throws IOException {
		final Checkpoint checkpoint = file("decoder.conv_in.weight=1");
		assertTrue(assertThrows(CheckpointException.class, () -> ModelFamilies.ALL
			.of(checkpoint)).getMessage().contains(
				"choose it as the VAE beside a checkpoint"));
	}

	@Test
	void saysHowManyChannelsOfPicturesAreNone() throws IOException {
		final LoadedFamily loaded = ModelFamilies.ALL.of(file(
			"model.diffusion_model.input_blocks.0.0.weight=1x0x1x1",
			"cond_stage_model.transformer.final_layer_norm.weight=1"));
		final String message = assertThrows(IllegalArgumentException.class,
			loaded::pictureInput).getMessage();
		assertTrue(message.endsWith("takes 0 channels, which no model of Stable " +
			"Diffusion 1.x does: 4 are those of the latent"), message);
	}

	/** A file of zeros with tensors given as {@code name=2x3}. */
	private Checkpoint file(final String... tensors) throws IOException {
		return file(new JsonObject(), tensors);
	}

	private Checkpoint file(final JsonObject metadata, final String... tensors)
		throws IOException
	{
		final JsonObject header = new JsonObject();
		header.add("__metadata__", metadata);
		int end = 0;
		for (final String t : tensors) {
			final String[] nameAndShape = t.split("=");
			final JsonArray shape = new JsonArray();
			int length = 4;
			for (final String axis : nameAndShape[1].split("x")) {
				shape.add(Integer.parseInt(axis));
				length *= Integer.parseInt(axis);
			}
			final JsonArray offsets = new JsonArray();
			offsets.add(end);
			end += length;
			offsets.add(end);
			final JsonObject info = new JsonObject();
			info.addProperty("dtype", "F32");
			info.add("shape", shape);
			info.add("data_offsets", offsets);
			header.add(nameAndShape[0], info);
		}
		final byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
		final ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + end).order(
			ByteOrder.LITTLE_ENDIAN);
		bytes.putLong(json.length).put(json);
		return CheckpointFormats.open(Files.write(folder.resolve(
			"file.safetensors"), bytes.array()));
	}
}
