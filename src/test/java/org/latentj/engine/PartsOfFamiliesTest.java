
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.family.model.LoadedFamily;
import org.latentj.golden.DiffusersUNet;
import org.latentj.golden.FamilyFiles;
import org.latentj.golden.FamilyFolder;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.image.Mask;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.UpscaleX4;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.inpainting.Repair;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Families whose parts lie in files of their own make the same pictures. */
class PartsOfFamiliesTest {

	private static final Path MICRO = Golden.file(
		"families/micro_sd1.safetensors");

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	private static final Txt2Img PLAIN = new Txt2Img(Generation.of(new Prompt(
		"a photo of a cat", "text"), new SamplingSettings(42, 2, 6, Samplers.EULER,
			Schedulers.NORMAL, 1)), 64, 64);

	@TempDir
	static Path folder;

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	@ParameterizedTest
	@CsvSource({ "sd2_24, 2, Stable Diffusion 2.x", //
		"x4_24, 1, Stable Diffusion x4 upscaler", //
		"tiny_sdxl, 1, Stable Diffusion XL", //
		"refiner, 1, Stable Diffusion XL refiner", //
		"unclip, 2, Stable Diffusion 2.1 unCLIP", //
		"inpaint9, 1, Stable Diffusion 1.x", //
		"ip2p8, 1, Stable Diffusion 1.x" })
	void makesTheSingleFilesPictureOfAFolder(final String name, final int blocks,
		final String family) throws IOException
	{
		final Path file = FamilyFiles.write(name, folder);
		final FamilyFolder parts = FamilyFolder.write(file, new DiffusersUNet(
			blocks, name.equals("unclip") ? "class_embedding" : "add_embedding"), name
				.endsWith("_24") ? Optional.of("encoder.layers.23") : Optional.empty(),
			folder.resolve(name));
		final LoadedFamily loaded = ModelFamilies.ALL.of(CheckpointFormats.open(
			parts.folder()));
		assertEquals(family, loaded.facts().name());
		final Operation operation = operation(loaded);
		final float[] single = latent(new ModelChoice(file, Optional.empty()),
			operation);
		assertArrayEquals(single, latent(new ModelChoice(parts.folder(), Optional
			.empty()), operation), 0);
		final ModelChoice unet = new ModelChoice(parts.part("unet"), Optional.of(
			parts.part("vae")));
		assertArrayEquals(single, latent(unet.reading(parts.texts()), operation),
			0);
		final String alone = assertThrows(CheckpointException.class, () -> latent(
			unet, operation)).getMessage();
		assertTrue(alone.endsWith(
			"choose its text encoders (clip) and a VAE beside it"), alone);
	}

	private static Operation operation(final LoadedFamily family) {
		final Generation generation = Generation.of(new Prompt("a photo of a cat",
			"text"), new SamplingSettings(42, 1, 6, Samplers.EULER, Schedulers.NORMAL,
				1)).withClipSkip(family.facts().clipSkip());
		final Tensor picture = new TorchNoise(1).randn(3 * 64 * 64).reshape(1, 3,
			64, 64).map(x -> 0.5f + x / 16);
		return switch (family.pictureInput()) {
			case INPAINTING -> new Inpaint(generation, picture, Mask.whole(64, 64),
				new Repair(InpaintEncoder.MODEL, 0, 0));
			case EDITING -> new Img2Img(generation, new Source.OfPicture(picture));
			case UPSCALING -> new UpscaleX4(generation, picture, 0.1, 1, 0);
			default -> new Txt2Img(generation, 64, 64);
		};
	}

	/** A clip skip counts the layer that diffusers has left out, as ComfyUI. */
	@Test
	void countsALayerThatIsLeftOut() throws IOException {
		final Path file = FamilyFiles.write("sd2_24", folder);
		final Path parts = FamilyFolder.write(file, new DiffusersUNet(2,
			"add_embedding"), Optional.of("encoder.layers.23"), folder.resolve(
				"skips")).folder();
		final Txt2Img third = new Txt2Img(Generation.of(new Prompt("a cat", ""),
			new SamplingSettings(42, 1, 6, Samplers.EULER, Schedulers.NORMAL, 1))
			.withClipSkip(3), 64, 64);
		assertArrayEquals(latent(new ModelChoice(file, Optional.empty()), third),
			latent(new ModelChoice(parts, Optional.empty()), third), 0);
		final String last = assertThrows(IllegalArgumentException.class,
			() -> latent(new ModelChoice(parts, Optional.empty()), third
				.withGeneration(third.generation().withClipSkip(1)))).getMessage();
		assertEquals(
			"clip skip 1; 2 to 24 are valid for this text encoder, whose " +
				"file has left out what is behind", last);
	}

	@Test
	void refusesTextEncodersThatTheUNetDoesNotTake() throws IOException {
		final FamilyFolder two = FamilyFolder.write(FamilyFiles.write("tiny_sdxl",
			folder), new DiffusersUNet(1, "add_embedding"), Optional.empty(), folder
				.resolve("two"));
		final FamilyFolder one = FamilyFolder.write(FamilyFiles.write("tiny_sd2",
			folder), new DiffusersUNet(2, "add_embedding"), Optional.empty(), folder
				.resolve("one"));
		refuses(two, two.texts().subList(1, 2),
			"Stable Diffusion XL checkpoint without its second text encoder");
		refuses(two, two.texts().subList(0, 1),
			"Stable Diffusion XL checkpoint without its first text encoder");
		refuses(one, two.texts(),
			"2 text encoders (clip) were chosen, but this UNet takes the text of one");
		refuses(two, List.of(two.texts().get(0), two.texts().get(1), one.texts()
			.get(0)), "3 text encoders (clip) were chosen, but this UNet takes the " +
				"text of two: choose these alone");
		refuses(one, List.of(one.part("vae")), "this is no text encoder of CLIP");
		refuses(one, two.texts().subList(0, 1),
			"their second sizes, the width of a token, must be the same");
	}

	private static void refuses(final FamilyFolder unet, final List<Path> texts,
		final String said) throws IOException
	{
		final ModelChoice choice = new ModelChoice(unet.part("unet"), Optional.of(
			unet.part("vae"))).reading(texts);
		final String message = assertThrows(CheckpointException.class, () -> latent(
			choice, PLAIN)).getMessage();
		assertTrue(message.contains(said), message);
	}

	/** Text encoders of other files count, also beside a checkpoint's own. */
	@Test
	void replacesTheTextEncoderOfACheckpoint() throws IOException {
		final String text = "cond_stage_model.transformer";
		final Weights all = CheckpointFormats.open(MICRO).weights();
		final Path same = Rewritten.of(all.at(text)).write(folder.resolve(
			"same.safetensors"));
		final Path other = Rewritten.of(all.at(text)).changed(n -> n.endsWith(
			"token_embedding.weight"), 8 * 320, 0x4400).write(folder.resolve(
				"other.safetensors"));
		final ModelChoice own = new ModelChoice(MICRO, Optional.empty());
		assertArrayEquals(latent(own), latent(own.reading(List.of(same))), 0);
		assertFalse(Arrays.equals(latent(own), latent(own.reading(List.of(
			other)))));
		try (HeldModels held = HeldModels.of(own.reading(List.of(other)))) {
			assertEquals(Set.of("other.safetensors"), held.partsOfCheckpoint()
				.keySet());
		}
	}

	private static float[] latent(final ModelChoice models) throws IOException {
		return latent(models, PLAIN);
	}

	private static float[] latent(final ModelChoice models,
		final Operation operation) throws IOException
	{
		return ENGINE.run(models, operation, RunListener.NONE, new StopSignal())
			.latent().samples().data();
	}
}
