
package org.latentj.service;

import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.family.ModelFamilies;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenPixels;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.GoldenFile;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/**
 * The reference's runs with the smallest checkpoint: in half and in single
 * precision, with an embedding, with a VAE file.
 */
class MicroCasesTest {

	private static final StopSignal GO = new StopSignal();

	private static final Path MICRO = Golden.file(
		"families/micro_sd1.safetensors");

	private static final ModelChoice HALF = new ModelChoice(MICRO, Optional
		.empty());

	/** NB: whose text encoder is rounded to half precision. */
	private static final ModelChoice SINGLE = new ModelChoice(Golden.file(
		"families/micro_sd1_fp32.safetensors"), Optional.empty());

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	@ParameterizedTest
	@ValueSource(strings = { "fp32/a", "fp32/b" })
	void runsASinglePrecisionFileAsTheReferenceDoes(final String name)
		throws IOException
	{
		makes("ckpt_formats", name, SINGLE);
	}

	@Test
	void readsAnEmbeddingAsTheReferenceDoes() throws IOException {
		makes("ckpt_formats", "embedding_a1111", new ModelChoice(MICRO, Optional
			.empty(), Map.of("ti_a1111.pt", Golden.file(
				"families/embeddings/ti_a1111.pt"))));
	}

	/** Of the four files with the same weights those that are kept. */
	@ParameterizedTest
	@ValueSource(strings = { "vae_to_q", "vae_query" })
	void decodesWithAVaeFileAsTheReferenceDoes(final String vae)
		throws IOException
	{
		makes("vae_files", "micro_sd1_with_vae", new ModelChoice(MICRO, Optional.of(
			Golden.file("families/" + vae + ".safetensors"))));
	}

	@ParameterizedTest
	@CsvSource({ "fp16/a, false", "fp16/b, false", "fp32/a, true",
		"fp32/b, true" })
	void encodesPromptsAsTheReferenceDoes(final String name, final boolean single)
		throws IOException
	{
		final Weights golden = Golden.open("families/ckpt_formats.safetensors");
		SERVICE.run(single ? SINGLE : HALF, new Workflow(settings("ckpt_formats",
			name), p -> {
				assertClose(name, read(golden, name + "/cond"), p.encodeText(of(
					"ckpt_formats", name).get("prompt").getAsString(), 1).context(),
					1e-5);
				return p.emptyLatent(16, 16, 1);
			}), RunListener.NONE, GO);
	}

	private static Tensor read(final Weights golden, final String name) {
		try {
			return golden.read(name);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "2" })
	void predictsAsTheReferenceDoes(final String other) throws IOException {
		final Weights golden = Golden.open("families/ckpt_formats.safetensors");
		try (UNet unet = UNet.open(ModelFamilies.ALL.of(CheckpointFormats.open(
			MICRO)).diffusionModel(), 4, OrtSettings.DEFAULT.with(
				MemoryMode.BALANCED)))
		{
			assertClose("context" + other, golden.read(other.isEmpty() ? "unet/out"
				: "unet/out_context2"), unet.predict(golden.read("unet/x"), golden.read(
					"unet/t"), Map.of(NetworkInput.CONTEXT, golden.read("unet/context" +
						other)), GO), 1e-5);
		}
	}

	private static void makes(final String file, final String name,
		final ModelChoice models) throws IOException
	{
		final JsonObject asked = of(file, name);
		final Weights golden = Golden.open("families/" + file + ".safetensors");
		final Picture made = SERVICE.run(models, new Txt2Img(Generation.of(
			new Prompt(asked.get("prompt").getAsString(), asked.get("negative")
				.getAsString()), settings(file, name)), asked.get("width").getAsInt(),
			asked.get("height").getAsInt()), RunListener.NONE, GO);
		assertClose(name, golden.read(name + "/latent"), made.latent().samples(),
			10 * asked.getAsJsonObject("float_noise").get("latent").getAsDouble());
		GoldenPixels.assertPixels(name, golden.read(name + "/image_u8"), made
			.pixels());
	}

	private static JsonObject of(final String file, final String name) {
		return GoldenFile.json("families/" + file + ".json").getAsJsonObject(
			"cases").getAsJsonObject(name);
	}

	private static SamplingSettings settings(final String file,
		final String name)
	{
		final JsonObject s = of(file, name);
		return new SamplingSettings(s.get("seed").getAsLong(), s.get("steps")
			.getAsInt(), s.get("cfg").getAsDouble(), Samplers.of(s.get("sampler")
				.getAsString()), Schedulers.of(s.get("scheduler").getAsString()), 1);
	}
}
