
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.family.model.LoadedFamily;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenFamily;
import org.latentj.golden.GoldenPixels;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.conditioning.SdxlConditioning;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.hint.SizeConditioning;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/**
 * Whole runs of each model family with a tiny random checkpoint, against
 * ComfyUI's: texts, network, latents, pictures.
 */
class FamilyGoldenTest {

	private static final StopSignal GO = new StopSignal();

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	/** Opened once. */
	private static final Map<String, GoldenFamily> FAMILIES =
		new LinkedHashMap<>();

	private static final Map<String, ModelChoice> CHOICES = new HashMap<>();

	@TempDir
	static Path folder;

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static GoldenFamily family(final String name) throws IOException {
		if (!FAMILIES.containsKey(name)) {
			FAMILIES.put(name, GoldenFamily.open(name));
		}
		return FAMILIES.get(name);
	}

	private static ModelChoice choice(final String name) throws IOException {
		if (!CHOICES.containsKey(name)) {
			CHOICES.put(name, new ModelChoice(family(name).checkpoint(folder),
				Optional.empty()));
		}
		return CHOICES.get(name);
	}

	private static LoadedFamily loaded(final String name) throws IOException {
		return ModelFamilies.ALL.of(CheckpointFormats.open(choice(name)
			.checkpoint()));
	}

	private static Stream<String> cases() throws IOException {
		Stream<String> all = Stream.of();
		for (final String name : new String[] { "sd2_eps", "sd2_v", "sdxl",
			"sdxl_v_pred", "sdxl_v_pred_ztsnr", "sdxl_edm", "sdxl_edm_v" })
		{
			all = Stream.concat(all, family(name).cases().map(c -> name + "/" + c));
		}
		return all;
	}

	@ParameterizedTest
	@MethodSource("cases")
	void encodesAndSamplesAsTheReferenceDoes(final String name)
		throws IOException
	{
		final GoldenFamily golden = family(name.split("/")[0]);
		final String of = name.split("/")[1];
		final JsonObject asked = golden.of(of);
		try (Session session = ENGINE.session(GO)) {
			final Conditioning text = session.pipeline(choice(golden.name()),
				RunListener.NONE).encodeText(asked.get("prompt").getAsString(), sdxl(
					asked).positive(), clipSkip(golden, asked));
			if (golden.numbers().has(of + "/cond")) {
				assertClose(name, golden.read(of + "/cond"), text.context(), 1e-5);
				assertClose(name + " pooled", golden.read(of + "/pooled"), text.pooled()
					.orElseThrow(), 1e-5);
			}
		}
		final Picture made = ENGINE.run(choice(golden.name()), operation(golden,
			asked), RunListener.NONE, GO);
		assertClose(name, golden.read(of + "/latent"), made.latent().samples(),
			golden.tolerance(of, "latent"));
		if (golden.numbers().has(of + "/image_u8")) {
			GoldenPixels.assertPicture(name, golden.pictures(of + "/image_u8"), made
				.pixels());
		}
	}

	private static int clipSkip(final GoldenFamily golden, final JsonObject asked)
		throws IOException
	{
		return asked.has("clipskip") ? asked.get("clipskip").getAsInt() : loaded(
			golden.name()).facts().clipSkip();
	}

	private static SdxlConditioning sdxl(final JsonObject asked) {
		return !asked.has("size") ? SdxlConditioning.NONE : new SdxlConditioning(
			new Prompt(asked.get("prompt_l").getAsString(), asked.get("negative_l")
				.getAsString()), new SizeConditioning(of(asked, "size", 0), of(asked,
					"size", 1), of(asked, "crop", 0), of(asked, "crop", 1), of(asked,
						"target", 0), of(asked, "target", 1)));
	}

	private static int of(final JsonObject asked, final String name,
		final int index)
	{
		return asked.getAsJsonArray(name).get(index).getAsInt();
	}

	private static Operation operation(final GoldenFamily golden,
		final JsonObject asked) throws IOException
	{
		final Generation generation = Generation.of(new Prompt(asked.get("prompt")
			.getAsString(), asked.get("negative").getAsString()),
			new SamplingSettings(Long.parseUnsignedLong(asked.get("seed")
				.getAsString()), asked.get("steps").getAsInt(), asked.get("cfg")
					.getAsDouble(), Samplers.of(asked.get("sampler").getAsString()),
				Schedulers.of(asked.get("scheduler").getAsString()), asked.has(
					"denoise") ? asked.get("denoise").getAsDouble() : 1)).withBatch(asked
						.has("batch") ? asked.get("batch").getAsInt() : 1).withClipSkip(
							clipSkip(golden, asked)).withSdxl(sdxl(asked));
		return asked.has("from_image") ? new Img2Img(generation,
			new Source.OfPicture(golden.pictures("image_u8"))) : new Txt2Img(
				generation, asked.get("width").getAsInt(), asked.get("height")
					.getAsInt());
	}

	@ParameterizedTest
	@ValueSource(strings = { "sd2_eps", "sd2_v", "sdxl" })
	void predictsAsTheReferenceDoes(final String name) throws IOException {
		final GoldenFamily golden = family(name);
		try (UNet unet = UNet.open(loaded(name).diffusionModel(), 4,
			OrtSettings.DEFAULT.with(MemoryMode.BALANCED)))
		{
			final Map<NetworkInput, Tensor> inputs = new HashMap<>();
			inputs.put(NetworkInput.CONTEXT, golden.read("unet/context"));
			if (golden.numbers().has("unet/y")) {
				inputs.put(NetworkInput.VECTOR, golden.read("unet/y"));
			}
			assertPredicts(golden, unet, "unet/out", inputs);
			if (golden.numbers().has("unet/y")) {
				final Tensor y = golden.read("unet/y");
				inputs.put(NetworkInput.VECTOR, Tensor.concat(List.of(y.items(1, 2), y
					.items(0, 1))));
				assertPredicts(golden, unet, "unet/out_y_swapped", inputs);
				inputs.put(NetworkInput.VECTOR, y);
			}
			inputs.put(NetworkInput.CONTEXT, golden.read("unet/context2"));
			assertPredicts(golden, unet, "unet/out_context2", inputs);
		}
	}

	private static void assertPredicts(final GoldenFamily golden, final UNet unet,
		final String name, final Map<NetworkInput, Tensor> inputs)
		throws IOException
	{
		assertClose(golden.name() + " " + name, golden.read(name), unet.predict(
			golden.read("unet/x"), golden.read("unet/t"), inputs, GO), 1e-5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sd2_eps", "sd2_v", "sdxl", "sdxl_v_pred",
		"sdxl_v_pred_ztsnr" })
	void isRecognised(final String name) throws IOException {
		final boolean velocity = family(name).facts().get("type").getAsString()
			.equals("v");
		assertEquals(velocity ? "VELOCITY" : "EPSILON", loaded(name).facts()
			.prediction().name());
		assertEquals(facts(name).has("sigma_max") ? facts(name).get("sigma_max")
			.getAsFloat() : 14.6146f, loaded(name).sampling().sigmaMax(), 1e-4);
	}

	private static JsonObject facts(final String name) throws IOException {
		return family(name).facts();
	}

	@ParameterizedTest
	@ValueSource(strings = { "embedding_sd2", "embedding_sdxl" })
	void readsEmbeddingsOfItsTextEncoders(final String name) throws IOException {
		final Path files = Golden.file("families/embeddings");
		final ModelChoice choice = new ModelChoice(choice(name).checkpoint(),
			Optional.empty(), Map.of("ti_xl.safetensors", files.resolve(
				"ti_xl.safetensors"), "ti_h.safetensors", files.resolve(
					"ti_h.safetensors")));
		try (Session session = ENGINE.session(GO)) {
			final Pipeline pipeline = session.pipeline(choice, RunListener.NONE);
			for (final String of : family(name).cases().toList()) {
				final Conditioning text = pipeline.encodeText(family(name).of(of).get(
					"prompt").getAsString(), 2);
				assertClose(name, family(name).read(of + "/cond"), text.context(),
					1e-5);
				assertClose(name + " pooled", family(name).read(of + "/pooled"), text
					.pooled().orElseThrow(), 1e-5);
			}
		}
	}
}
