
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
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.naming.OpenClipNaming;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.golden.DiffusersUNet;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/** Families whose parts lie in files of their own make the same pictures. */
class PartsOfFamiliesTest {

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	@TempDir
	static Path folder;

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	@ParameterizedTest
	@CsvSource({ "tiny_sd2, 2, cond_stage_model.model, '', Stable Diffusion 2.x",
		"tiny_sdxl, 1, conditioner.embedders.1.model, conditioner.embedders.0.transformer, Stable Diffusion XL" })
	void makesTheSingleFilesPictureOfAFolder(final String name, final int blocks,
		final String openClip, final String openAi, final String family)
		throws IOException
	{
		final Path file = Golden.file("families/" + name + ".safetensors");
		final Path parts = write(file, blocks, openClip, openAi);
		assertEquals(family, ModelFamilies.ALL.of(CheckpointFormats.open(parts))
			.facts().name());
		final float[] single = latent(new ModelChoice(file, Optional.empty()));
		assertArrayEquals(single, latent(new ModelChoice(parts, Optional.empty())),
			0);
		// NB: each in a file of its own, the larger text encoder first.
		final List<Path> texts = Stream.of("text_encoder_2", "text_encoder").map(
			t -> parts.resolve(t + "/model.safetensors")).filter(Files::exists)
			.toList();
		final ModelChoice unet = new ModelChoice(parts.resolve(
			"unet/diffusion_pytorch_model.safetensors"), Optional.of(parts.resolve(
				"vae/diffusion_pytorch_model.safetensors")));
		assertArrayEquals(single, latent(unet.reading(texts)), 0);
		final String alone = assertThrows(CheckpointException.class, () -> latent(
			unet)).getMessage();
		assertTrue(alone.endsWith(
			"choose its text encoders (clip) and a VAE beside it"), alone);
	}

	/** Text encoders of other files count, also beside a checkpoint's own. */
	@Test
	void replacesTheTextEncoderOfACheckpoint() throws IOException {
		final Path micro = Golden.file("families/micro_sd1.safetensors");
		final String text = "cond_stage_model.transformer";
		final Weights all = CheckpointFormats.open(micro).weights();
		final Path same = Rewritten.of(all.at(text)).write(folder.resolve(
			"same.safetensors"));
		final Path other = Rewritten.of(all.at(text)).changed(n -> n.endsWith(
			"token_embedding.weight"), 8 * 320, 0x4400).write(folder.resolve(
				"other.safetensors"));
		final ModelChoice own = new ModelChoice(micro, Optional.empty());
		assertArrayEquals(latent(own), latent(own.reading(List.of(same))), 0);
		assertFalse(Arrays.equals(latent(own), latent(own.reading(List.of(
			other)))));
		try (HeldModels held = HeldModels.of(own.reading(List.of(other)))) {
			assertEquals(Set.of("other.safetensors"), held.partsOfCheckpoint()
				.keySet());
		}
	}

	private static Path write(final Path file, final int blocks,
		final String openClip, final String openAi) throws IOException
	{
		final Path parts = Files.createDirectories(folder.resolve(file.getFileName()
			.toString()));
		final Weights all = CheckpointFormats.open(file).weights();
		Files.writeString(parts.resolve("model_index.json"), "{}");
		part(parts, "unet/diffusion_pytorch_model", Rewritten.of(all.at(
			"model.diffusion_model")).renamed(new DiffusersUNet(blocks)::name));
		part(parts, "vae/diffusion_pytorch_model", Rewritten.of(all.at(
			"first_stage_model")));
		final Rewritten second = Rewritten.of(all.at(openClip).renamed(
			new OpenClipNaming())).renamed(n -> n.startsWith("text_projection") ? n
				: "text_model." + n).saying("latentj.clip_heads", all.metadata(
					"latentj.clip_heads").orElseThrow());
		if (openAi.isEmpty()) {
			part(parts, "text_encoder/model", second);
		}
		else {
			part(parts, "text_encoder/model", Rewritten.of(all.at(openAi)));
			part(parts, "text_encoder_2/model", second);
		}
		return parts;
	}

	private static void part(final Path parts, final String name,
		final Rewritten tensors) throws IOException
	{
		final Path file = parts.resolve(name + ".safetensors");
		Files.createDirectories(file.getParent());
		tensors.write(file);
	}

	private static float[] latent(final ModelChoice models) throws IOException {
		return ENGINE.run(models, new Txt2Img(Generation.of(new Prompt(
			"a photo of a cat", "text"), new SamplingSettings(42, 2, 6,
				Samplers.EULER, Schedulers.NORMAL, 1)), 128, 128), RunListener.NONE,
			new StopSignal()).latent().samples().data();
	}
}
