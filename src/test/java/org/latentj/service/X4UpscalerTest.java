
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.family.ModelFamilies;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenPixels;
import org.latentj.latent.Latent;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.UpscaleX4;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.GoldenFile;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/** The x4 upscaler with random weights, against ComfyUI. */
class X4UpscalerTest {

	private static final Path FILE = Golden.file(
		"families/tiny_x4_upscaler.safetensors");

	private static final StopSignal GO = new StopSignal();

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	private static Weights golden;

	private static JsonObject cases;

	private static Tensor image;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("families/x4_upscaler.safetensors");
		cases = GoldenFile.json("families/x4_upscaler.json").getAsJsonObject(
			"cases");
		image = GoldenPixels.picture(golden.read("image_u8"));
	}

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "aug0.1", "aug0.5", "scale3" })
	void enlargesAsTheReferenceDoes(final String name) throws IOException {
		final JsonObject s = cases.getAsJsonObject(name);
		final Generation generation = Generation.of(new Prompt(s.get("prompt")
			.getAsString(), s.get("negative").getAsString()), new SamplingSettings(s
				.get("seed").getAsLong(), s.get("steps").getAsInt(), s.get("cfg")
					.getAsDouble(), Samplers.of(s.get("sampler").getAsString()),
				Schedulers.of(s.get("scheduler").getAsString()), 1)).withClipSkip(2);
		final Picture made = run(new UpscaleX4(generation, image, s.get(
			"noise_augmentation").getAsDouble(), s.get("scale_ratio").getAsDouble(),
			256));
		assertClose(name, golden.read(name + "/latent"), made.latent().samples(),
			10 * s.getAsJsonObject("float_noise").get("latent").getAsDouble());
		GoldenPixels.assertPixels(name, golden.read(name + "/image_u8"), made
			.pixels());
	}

	@Test
	void predictsAsTheReferenceDoes() throws IOException {
		final Map<NetworkInput, Tensor> inputs = new EnumMap<>(NetworkInput.class);
		final Tensor x = golden.read("unet/x");
		final Tensor labels = golden.read("unet/y");
		inputs.put(NetworkInput.CONCAT, channels(x, 4, 7));
		inputs.put(NetworkInput.LABEL, labels.reshape(2, 1));
		try (UNet unet = UNet.open(CheckpointFormats.open(FILE).weights().at(
			"model.diffusion_model"), 4, OrtSettings.DEFAULT.with(MemoryMode.MAPPED)))
		{
			for (final String n : List.of("", "2")) {
				inputs.put(NetworkInput.CONTEXT, golden.read("unet/context" + n));
				assertClose("context" + n, golden.read(n.isEmpty() ? "unet/out"
					: "unet/out_context2"), unet.predict(channels(x, 0, 4), golden.read(
						"unet/t"), inputs, GO), 1e-4);
			}
			inputs.put(NetworkInput.CONTEXT, golden.read("unet/context"));
			inputs.put(NetworkInput.LABEL, Tensor.concat(List.of(labels.reshape(2, 1)
				.items(1, 2), labels.reshape(2, 1).items(0, 1))));
			assertClose("swapped", golden.read("unet/out_y_swapped"), unet.predict(
				channels(x, 0, 4), golden.read("unet/t"), inputs, GO), 1e-5);
		}
	}

	private static Tensor channels(final Tensor t, final int from, final int to) {
		final int plane = t.size(2) * t.size(3);
		final Tensor out = Tensor.zeros(t.size(0), to - from, t.size(2), t.size(3));
		for (int k = 0; k < t.size(0); k++) {
			System.arraycopy(t.data(), (k * t.size(1) + from) * plane, out.data(), k *
				(to - from) * plane, (to - from) * plane);
		}
		return out;
	}

	@Test
	void hasTheScheduleOfTheReference() throws IOException {
		final ModelSampling schedule = ModelFamilies.ALL.of(CheckpointFormats.open(
			FILE)).sampling();
		final float[] expected = golden.read("sigma_table").data();
		for (int i = 0; i < expected.length; i++) {
			assertEquals(expected[i], schedule.sigmaAt(i), 1e-6 * expected[i]);
		}
	}

	@Test
	void saysWhatTheFileIs() throws IOException {
		final String lines = String.join("\n", CheckpointFacts.of(CheckpointFormats
			.open(FILE)).lines());
		assertTrue(lines.contains("Family: Stable Diffusion x4 upscaler") && lines
			.contains("Note: it is an x4 upscaler, which enlarges a picture"), lines);
	}

	@Test
	void enlargesPicturesOfAnySizeInTiles() throws IOException {
		final Tensor odd = Tensor.full(0.5f, 1, 3, 45, 71);
		final Picture made = run(new UpscaleX4(text(2).withBatch(2), odd, 0.1, 4,
			32));
		assertEquals("Tensor[2, 3, 180, 284]", made.pixels().toString());
		assertEquals("Tensor[1, 3, 4, 4]", run(new UpscaleX4(text(1), Tensor.full(
			0.5f, 1, 3, 1, 1), 0, 4, 0)).pixels().toString());
	}

	@Test
	void isTheSameInOneTile() throws IOException {
		final Picture whole = run(new UpscaleX4(text(2), image, 0, 4, 0));
		assertArrayEquals(whole.pixels().data(), run(new UpscaleX4(text(2), image,
			0, 4, 32)).pixels().data());
	}

	@Test
	void isForItsOwnCommandAndThatForIt() {
		assertEquals(
			"this checkpoint is an x4 upscaler, which enlarges a picture: " +
				"choose Upscale x4... for it, or for Txt2Img... a checkpoint that makes " +
				"pictures of text or is an inpainting model", refusal(FILE, new Txt2Img(
					text(1), 64, 64)));
		assertTrue(refusal(FILE, new Img2Img(text(1), new Source.OfPicture(image)))
			.contains("choose Upscale x4..."));
		assertEquals(
			"this checkpoint makes pictures of text: choose Txt2Img... or " +
				"Img2Img... or Inpaint... or Outpaint... or Latent Upscale... for it, or " +
				"for Upscale x4... a checkpoint that is an x4 upscaler, which enlarges a " +
				"picture", refusal(Golden.file("tiny_sd1.safetensors"), new UpscaleX4(
					text(1), image, 0, 4, 0)));
	}

	@Test
	void refusesWhatHasNoMeaning() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new UpscaleX4(
			text(1), image, 0, 4, 31)).getMessage().contains("tile is 31"));
		assertTrue(new UpscaleX4(text(1).withSampling(text(1).sampling()
			.withDenoise(0.5)), image, 0, 4, 0).warnings().get(0).startsWith(
				"denoise is 0.5 (less than 1)"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> UpscaleX4.TYPE
			.of(UpscaleX4.TYPE.values(new UpscaleX4(text(1), image, 0, 4, 0)).with(
				Source.IMAGE, new Source.OfLatent(Latent.of(Tensor.zeros(1, 4, 8,
					8)))))).getMessage().contains("takes no latent"));
	}

	private static Generation text(final int steps) {
		return Generation.of(new Prompt("a cell", ""), new SamplingSettings(1,
			steps, 4, Samplers.EULER, Schedulers.NORMAL, 1));
	}

	@Test
	void isRefusedBeforeABatchBegins() {
		assertThrows(IllegalArgumentException.class, () -> SERVICE.require(
			new ModelChoice(FILE, Optional.empty()), Txt2Img.TYPE, GO));
	}

	private static String refusal(final Path model, final Operation operation) {
		return assertThrows(IllegalArgumentException.class, () -> SERVICE.run(
			new ModelChoice(model, Optional.empty()), operation, RunListener.NONE,
			GO)).getMessage();
	}

	private static Picture run(final Operation operation) throws IOException {
		return SERVICE.run(new ModelChoice(FILE, Optional.empty()), operation,
			RunListener.NONE, GO);
	}
}
