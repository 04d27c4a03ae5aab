
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Golden;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.GoldenFile;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Whole pictures from a tiny random checkpoint, against ComfyUI's. */
class Txt2ImgGoldenTest {

	private static final Prompt PROMPT = new Prompt("a photo of a cat",
		"blurry, bad");

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	private static Weights golden;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("e2e.safetensors");
	}

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	private static Stream<String> cases() throws IOException {
		final JsonObject all = JsonParser.parseString(Files.readString(Golden.file(
			"e2e.json"))).getAsJsonObject();
		return all.keySet().stream().filter(k -> k.startsWith("txt2img"));
	}

	/**
	 * NB: latents have numbers up to 134, of which single precision holds the
	 * hundred-thousandth part after guidance; so both measures.
	 */
	@ParameterizedTest
	@MethodSource("cases")
	void samplesAsTheReferenceDoes(final String name) throws IOException {
		final JsonObject settings = JsonParser.parseString(Files.readString(Golden
			.file("e2e.json"))).getAsJsonObject().getAsJsonObject(name);
		final Picture picture = run(64, 48, 1, 1, new SamplingSettings(settings.get(
			"seed").getAsLong(), settings.get("steps").getAsInt(), settings.get("cfg")
				.getAsDouble(), Samplers.of(settings.get("sampler").getAsString()),
			Schedulers.of(settings.get("scheduler").getAsString()), 1,
			SamplerNoise.UP_TO_0_6));
		assertClose(name, golden.read(name), picture.latent().samples(), 1e-3 +
			Golden.rounding(name));
		GoldenFile.assertClose(golden.read(name), picture.latent().samples(), 2e-4);
	}

	@Test
	void drawsBatchesAsTheReferenceDoes() throws IOException {
		final SamplingSettings s = new SamplingSettings(Long.parseUnsignedLong(
			"9223372036854775813"), 3, 6, Samplers.EULER_ANCESTRAL, Schedulers.KARRAS,
			1, SamplerNoise.UP_TO_0_6);
		final String name = "batch3/euler_ancestral";
		assertClose(name, golden.read(name), run(64, 64, 3, 1, s).latent()
			.samples(), 1e-3 + Golden.rounding(name));
	}

	@Test
	void leavesOutTheNegativePromptAtCfg1() throws IOException {
		final SamplingSettings s = euler(3, 1);
		assertClose("cfg 1", golden.read("cfg1/euler"), run(64, 48, 1, 1, s)
			.latent().samples(), 1e-3);
	}

	@Test
	void skipsLayersOfTheTextEncoder() throws IOException {
		assertClose("clip skip 2", golden.read("clipskip-2/euler"), run(64, 48, 1,
			2, euler(3, 6)).latent().samples(), 1e-3);
	}

	@Test
	void decodesToTheReferencesPixels() throws IOException {
		final Tensor pixels = run(64, 48, 1, 1, euler(4, 6)).pixels();
		final Tensor expected = golden.read("txt2img/euler/image_u8");
		for (int i = 0; i < expected.length(); i++) {
			final int c = i % 3;
			// NB: ComfyUI cuts the fraction off when it saves a picture.
			final int ours = (int) (pixels.data()[c * 64 * 48 + i / 3] * 255);
			assertTrue(Math.abs(expected.data()[i] - ours) <= 1, "number " + i +
				": " + ours);
		}
	}

	@Test
	void cutsPicturesOfAnySizeFromWholeCells() throws IOException {
		final Picture small = run(51, 37, 1, 1, euler(2, 6));
		final Picture whole = run(56, 40, 1, 1, euler(2, 6));
		assertEquals("Tensor[1, 3, 37, 51]", small.pixels().toString());
		assertEquals("Tensor[1, 4, 5, 7]", small.latent().samples().toString());
		for (int i = 0; i < small.pixels().length(); i++) {
			final int row = i / 51;
			assertEquals(whole.pixels().data()[(row / 37 * 40 + row % 37) * 56 + i %
				51], small.pixels().data()[i]);
		}
	}

	private static SamplingSettings euler(final int steps, final double cfg) {
		return new SamplingSettings(42, steps, cfg, Samplers.EULER,
			Schedulers.NORMAL, 1);
	}

	private static Picture run(final int width, final int height, final int batch,
		final int clipSkip, final SamplingSettings settings) throws IOException
	{
		return SERVICE.run(new ModelChoice(Golden.file("tiny_sd1.safetensors"),
			Optional.empty()), new Txt2Img(new Generation(PROMPT, batch, clipSkip,
				settings), width, height), RunListener.NONE, new StopSignal());
	}
}
