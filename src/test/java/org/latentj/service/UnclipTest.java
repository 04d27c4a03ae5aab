
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.clip.vision.ClipVisionConfig;
import org.latentj.operation.OperationSettings;
import org.latentj.operation.Refiner;
import org.latentj.operation.conditioning.UnclipPictures;
import org.latentj.setting.SettingValues;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.family.model.EmbeddingVector;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenPixels;
import org.latentj.golden.Rewritten;
import org.latentj.operation.Generation;
import org.latentj.operation.Operation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.GoldenFile;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.hint.ImageEmbedding;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.latent.Latent;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/** SD 2.1 unCLIP with random weights, against ComfyUI. */
class UnclipTest {

	private static final Prompt PROMPT = new Prompt("a photo of a cat",
		"text, watermark");

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	/** NB: the family's own layer of the text encoder. */
	private static final Generation GENERATION = Generation.of(PROMPT,
		new SamplingSettings(42, 4, 6, Samplers.EULER, Schedulers.NORMAL, 1))
		.withClipSkip(2);

	@TempDir
	static Path tmp;

	private static Path file;

	private static Weights golden;

	private static JsonObject cases;

	@BeforeAll
	static void open() throws IOException {
		file = new Rewritten(Golden.file("families/tiny_sd2.safetensors")).with(
			Golden.file("families/tiny_unclip_l_delta.safetensors")).write(tmp
				.resolve("unclip.safetensors"));
		golden = Golden.open("families/unclip.safetensors");
		cases = GoldenFile.json("families/unclip.json").getAsJsonObject("cases");
	}

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	@ParameterizedTest
	@ValueSource(strings = { "without", "one_0", "one_aug", "two" })
	void tellsEmbeddingsAsTheReferenceDoes(final String name) throws IOException {
		assertVector(name, "positive", hints(name));
		assertVector(name, "negative", List.of());
	}

	private static void assertVector(final String name, final String role,
		final List<ImageEmbedding> hints) throws IOException
	{
		final Conditioning told = new EmbeddingVector(64).complete(Conditioning
			.ofContext(Tensor.zeros(1, 77, 8)).with(hints), PromptRole.POSITIVE,
			new Canvas(Tensor.zeros(1, 4, 16, 16), Optional.empty(), 8, 42));
		assertClose(name + " " + role, golden.read(name + "/adm_" + role), told
			.inputs().get(NetworkInput.VECTOR).tensor(), 1e-5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "one_0", "one_aug", "two" })
	void paintsWhatPicturesShowAsTheReferenceDoes(final String name)
		throws IOException
	{
		final List<ImageEmbedding> hints = hints(name);
		assertMade(name, run(new Workflow(GENERATION.sampling(), p -> {
			final Latent made = p.sample(p.encodeText(PROMPT.positive(), 2).with(
				hints), p.encodeText(PROMPT.negative(), 2), GENERATION.sampling(), p
					.emptyLatent(128, 128, 1));
			GoldenPixels.assertPixels(name, read(name + "/image_u8"), p.decode(made,
				128, 128));
			return made;
		})));
	}

	private static Tensor read(final String name) {
		try {
			return golden.read(name);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Test
	void predictsAsTheReferenceDoes() throws IOException {
		final Tensor y = golden.read("unet/y");
		try (UNet unet = UNet.open(CheckpointFormats.open(file).weights().at(
			"model.diffusion_model"), 4, OrtSettings.DEFAULT.with(
				MemoryMode.BALANCED)))
		{
			assertPredicts(unet, "out", "context", y);
			assertPredicts(unet, "out_context2", "context2", y);
			assertPredicts(unet, "out_y_swapped", "context", Tensor.concat(List.of(y
				.items(1, 2), y.items(0, 1))));
		}
	}

	private static void assertPredicts(final UNet unet, final String out,
		final String context, final Tensor y) throws IOException
	{
		assertClose(out, golden.read("unet/" + out), unet.predict(golden.read(
			"unet/x"), golden.read("unet/t"), Map.of(NetworkInput.CONTEXT, golden
				.read("unet/" + context), NetworkInput.VECTOR, y), new StopSignal()),
			1e-5);
	}

	/** From pixels to pixels, as Txt2Img... does it. */
	@ParameterizedTest
	@ValueSource(strings = { "one_0", "one_aug", "two" })
	void looksAtPicturesItselfAsTheReferenceDoes(final String name)
		throws IOException
	{
		final Path whole = whole();
		final Picture made = run(whole, new Txt2Img(GENERATION, 128, 128)
			.withPictures(pictures(name)).showing(UnclipTest::pixels));
		assertMade(name, made);
		GoldenPixels.assertPixels(name, golden.read(name + "/image_u8"), made
			.pixels());
	}

	private static UnclipPictures pictures(final String name) {
		final List<String> texts = new ArrayList<>();
		for (final JsonElement each : cases.getAsJsonObject(name).getAsJsonArray(
			"unclip"))
		{
			final JsonObject one = each.getAsJsonObject();
			texts.add("image" + one.get("image").getAsInt() + " strength=" + one.get(
				"strength").getAsDouble() + " noise=" + one.get("noise_augmentation")
					.getAsDouble());
		}
		return UnclipPictures.of(SettingValues.none().with(UnclipPictures.PICTURES,
			String.join("; ", texts)));
	}

	private static Tensor pixels(final String title) {
		try {
			return GoldenPixels.picture(golden.read(title + "_u8"));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** NB: its shapes do not tell heads and activation of so small an encoder. */
	private static Path whole() throws IOException {
		final Path whole = tmp.resolve("whole.safetensors");
		return Files.exists(whole) ? whole : new Rewritten(file).saying(
			ClipVisionConfig.HEADS, "2").saying(ClipVisionConfig.ACTIVATION, "gelu")
			.write(whole);
	}

	@Test
	void tellsPicturesInItsRecord() throws IOException {
		final Txt2Img made = new Txt2Img(GENERATION, 128, 128).withPictures(
			pictures("two")).showing(UnclipTest::pixels);
		final JsonObject settings = OperationSettings.of(made);
		assertEquals("image1 strength=1 noise=0.1; image2 strength=0.6 noise=0.2",
			settings.get("pictures").getAsString());
		final String[] digests = settings.get("picturessha256").getAsString().split(
			" ");
		assertEquals(2, digests.length);
		assertEquals(64, digests[1].length());
		assertNotEquals(digests[0], digests[1]);
		assertFalse(OperationSettings.of(new Txt2Img(GENERATION, 128, 128)).has(
			"pictures"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"a strength=x|strength is 'x' in 'a strength=x', it must be a number",
		"a strength=11|strength of 'a' is 11, it must be -10 to 10",
		"a noise=1.5|noise of 'a' is 1.5, it must be 0 to 1",
		"a noise=1 noise=0|pictures gives noise twice",
		"a; ' strength=1'|a picture without a title",
		"a noise=NaN|noise of 'a' is NaN" })
	void refusesWhatIsNoPicture(final String text, final String message) {
		final String said = assertThrows(IllegalArgumentException.class,
			() -> UnclipPictures.of(SettingValues.none().with(UnclipPictures.PICTURES,
				text.replace("'", "")))).getMessage();
		assertTrue(said.contains(message), said);
	}

	@Test
	void refusesPicturesThatNobodyTakes() {
		final Txt2Img named = new Txt2Img(GENERATION, 128, 128).withPictures(
			pictures("one_0"));
		assertEquals(
			"the picture 'image1' was named, but its pixels were not given",
			assertThrows(IllegalArgumentException.class, () -> run(named))
				.getMessage());
		assertEquals("this checkpoint takes no pictures beside the prompt: leave " +
			"out pictures, or choose a checkpoint of unCLIP", assertThrows(
				IllegalArgumentException.class, () -> run(Golden.file(
					"families/tiny_sd2.safetensors"), named.showing(UnclipTest::pixels)))
				.getMessage());
		assertTrue(assertThrows(IllegalArgumentException.class, () -> named
			.withRefiner(new Refiner("r", Optional.empty(), 2))).getMessage()
			.contains("exclude each other"));
	}

	@Test
	void saysThatAFileHasNoImageEncoder() throws IOException {
		final Path bare = new Rewritten(file).without(n -> n.startsWith(
			"embedder.")).write(tmp.resolve("bare.safetensors"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> run(bare,
			new Txt2Img(GENERATION, 128, 128).withPictures(pictures("one_0")).showing(
				UnclipTest::pixels))).getMessage().contains(
					"bare.safetensors: has no image encoder of CLIP"));
		assertTrue(CheckpointFacts.of(CheckpointFormats.open(bare)).lines()
			.contains("Note: it has no image encoder, and paints from text"));
	}

	@Test
	void paintsFromTextAloneAsTheReferenceDoes() throws IOException {
		final Picture made = run(new Txt2Img(GENERATION, 128, 128));
		assertMade("without", made);
		GoldenPixels.assertPixels("without", golden.read("without/image_u8"), made
			.pixels());
	}

	private static void assertMade(final String name, final Picture made)
		throws IOException
	{
		assertClose(name, golden.read(name + "/latent"), made.latent().samples(),
			10 * cases.getAsJsonObject(name).getAsJsonObject("float_noise").get(
				"latent").getAsDouble());
	}

	@Test
	void saysWhatTheFileIs() throws IOException {
		final CheckpointFacts facts = CheckpointFacts.of(CheckpointFormats.open(
			file));
		assertEquals("Stable Diffusion 2.1 unCLIP", facts.family());
		assertEquals("velocity", facts.prediction());
		assertTrue(String.join("\n", facts.lines()).contains(
			"Note: it takes pictures beside the prompt (Pictures in Txt2Img...)"));
	}

	@Test
	void refusesEmbeddingsOfAnotherEncoder() {
		assertEquals(
			"this network takes image embeddings of 32 numbers, not of 8: " +
				"encode the picture with the image encoder of the same checkpoint",
			assertThrows(IllegalArgumentException.class, () -> assertVector("", "",
				List.of(new ImageEmbedding(Tensor.zeros(1, 8), 1, 0)))).getMessage());
	}

	private static List<ImageEmbedding> hints(final String name)
		throws IOException
	{
		final List<ImageEmbedding> hints = new ArrayList<>();
		final JsonObject settings = cases.getAsJsonObject(name);
		if (settings.has("unclip")) {
			for (final JsonElement each : settings.getAsJsonArray("unclip")) {
				final JsonObject one = each.getAsJsonObject();
				hints.add(new ImageEmbedding(golden.read("image" + one.get("image")
					.getAsInt() + "/image_embeds"), one.get("strength").getAsDouble(), one
						.get("noise_augmentation").getAsDouble()));
			}
		}
		return hints;
	}

	private static Picture run(final Operation operation) throws IOException {
		return run(file, operation);
	}

	private static Picture run(final Path checkpoint, final Operation operation)
		throws IOException
	{
		return SERVICE.run(new ModelChoice(checkpoint, Optional.empty()), operation,
			RunListener.NONE, new StopSignal());
	}
}
