
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.HeldModels;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.family.Sd1;
import org.latentj.family.Sdxl;
import org.latentj.family.X4Upscaler;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenPixels;
import org.latentj.golden.Rewritten;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Estimate;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;
import org.latentj.vae.Vae;

/** Tiny autoencoders of the model folder: as VAE, and to look at steps. */
class TinyVaeRunTest {

	private static final Path MICRO = Golden.file(
		"families/micro_sd1.safetensors");

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	@TempDir
	static Path tmp;

	private static ModelFolder folder;

	@BeforeAll
	static void files() throws IOException {
		final Path approx = Files.createDirectories(tmp.resolve("vae_approx"));
		Files.copy(Golden.file("families/taesd_decoder.safetensors"), approx
			.resolve("taesd_decoder.safetensors"));
		half("encoder", approx.resolve("taesd_encoder.safetensors"));
		half("decoder", approx.resolve("taef_decoder.safetensors"));
		folder = new ModelFolder(List.of(tmp));
	}

	private static void half(final String name, final Path file)
		throws IOException
	{
		new Rewritten(Golden.file("tiny_vae.safetensors")).without(n -> !n
			.startsWith(name + ".")).renamed(n -> n.substring(name.length() + 1))
			.write(file);
	}

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	@Test
	void offersThoseOfTwoHalvesAsVae() throws IOException {
		assertEquals(List.of("taesd"), folder.names(Kind.VAE));
		assertEquals(2, CheckpointFormats.files(folder.find(Kind.VAE, "taesd"))
			.size());
		try (HeldModels held = HeldModels.of(choice(Optional.of("taesd")))) {
			held.choice();
		}
	}

	@Test
	void decodesAsComfyUiDoesWithTaesd() throws IOException {
		final Picture picture = run(choice(Optional.of("taesd")), RunListener.NONE);
		GoldenPixels.assertPixels("taesd", Golden.open(
			"families/vae_files.safetensors").read("taesd/micro_sd1_image_u8"),
			picture.pixels());
	}

	@Test
	void looksAtStepsAsComfyUisPreviewDoes() throws IOException {
		final List<Estimate> estimates = new ArrayList<>();
		final List<Tensor> looks = new ArrayList<>();
		final Picture picture = run(choice(Optional.empty()).previewed(folder
			.tinyVaes()), new RunListener()
		{

				@Override
				public void onStep(final int step, final int steps, final double sigma,
					final Tensor denoised)
			{
					// the estimate tells all
				}

				@Override
				public void onEstimate(final Estimate estimate) {
					estimates.add(estimate);
					looks.add(estimate.tinyDecoded());
				}
			});
		assertEquals(4, looks.size());
		assertEquals(64, looks.get(3).size(3));
		assertEquals(64, picture.pixels().size(3));
		final Weights golden = Golden.open("families/vae_files.safetensors");
		final Tensor x0 = golden.read("preview/x0");
		try (Vae vae = Vae.open(CheckpointFormats.open(folder.find(Kind.VAE,
			"taesd")).weights(), Sd1.LATENTS, OrtSettings.DEFAULT.with(
				MemoryMode.BALANCED)))
		{
			final Estimate estimate = new Estimate(1, 1, 1, x0, Sd1.LATENTS, x -> x,
				x -> vae.decode(x, new StopSignal()));
			GoldenPixels.assertPixels("preview", golden.read("preview/taesd_u8")
				.reshape(1, 72, 56, 3), estimate.tinyDecoded());
		}
	}

	@Test
	void knowsTheFilesOfEachFamily() {
		assertEquals(Optional.of("taesd"), Sd1.LATENTS.tinyVae());
		assertEquals(Optional.of("taesdxl"), Sdxl.LATENTS.tinyVae());
		assertEquals(Optional.empty(), X4Upscaler.LATENTS.tinyVae());
	}

	@Test
	void saysBeforeTheFirstStepWhatIsMissing() {
		final ModelFolder other = new ModelFolder(List.of(tmp.resolve("empty")));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> SERVICE.require(choice(Optional.empty()).previewed(other
				.tinyVaes()), Txt2Img.TYPE, new StopSignal())).getMessage();
		assertTrue(message.contains("taesd_decoder.safetensors") && message
			.contains("vae_approx"), message);
	}

	private static ModelChoice choice(final Optional<String> vae) {
		return new ModelChoice(MICRO, vae.map(name -> folder.find(Kind.VAE, name)));
	}

	private static Picture run(final ModelChoice models,
		final RunListener listener) throws IOException
	{
		final SamplingSettings sampling = new SamplingSettings(42, 4, 6, Samplers
			.of("euler"), Schedulers.of("normal"), 1, SamplerNoise.UP_TO_0_6);
		return SERVICE.run(models, new Txt2Img(new Generation(new Prompt(
			"a photo of a cat", "text, watermark"), 1, 1, sampling), 64, 64),
			listener, new StopSignal());
	}
}
