
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenPixels;
import org.latentj.golden.Rewritten;
import org.latentj.image.Mask;
import org.latentj.latent.Crop;
import org.latentj.latent.Latent;
import org.latentj.latent.LatentGeometry;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.Upscale;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.inpainting.Repair;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.GoldenFile;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** An inpainting model of SD 1.x with random weights, against ComfyUI. */
class InpaintingModelTest {

	private static final Prompt PROMPT = new Prompt("a photo of a cat",
		"text, watermark");

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	@TempDir
	static Path tmp;

	private static Path file;

	private static Weights golden;

	private static JsonObject cases;

	private static Tensor image;

	private static Mask mask;

	@BeforeAll
	static void open() throws IOException {
		file = new Rewritten(Golden.file("tiny_sd1.safetensors")).with(Golden.file(
			"tiny_inpaint9_delta.safetensors")).write(tmp.resolve(
				"inpainting.safetensors"));
		golden = Golden.open("families/sd1_inpaint9.safetensors");
		cases = GoldenFile.json("families/sd1_inpaint9.json").getAsJsonObject(
			"cases");
		// NB: ComfyUI cuts whole cells from the middle.
		image = LatentGeometry.cut(GoldenPixels.picture(golden.read("image_u8")), 1,
			2, 72, 56);
		mask = new Mask(LatentGeometry.cut(golden.read("mask").reshape(1, 1, 61,
			75), 1, 2, 72, 56).data(), 72, 56);
	}

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	@ParameterizedTest
	@CsvSource({ "imc_noisemaskTrue, model, 6, 1",
		"imc_noisemaskFalse, model-free, 6, 1", "imc_batch2, model, 6, 2",
		"vaeinpaint_grow6, inpaint, 6, 1", "vaeinpaint_grow0, inpaint, 0, 1",
		"vaeinpaint_denoise0.7, inpaint, 6, 1" })
	void inpaintsAsTheReferenceDoes(final String name, final String encoder,
		final int grow, final int batch) throws IOException
	{
		assertMade(name, inpaint(encoder, grow, generation(name, batch)));
	}

	/** NB: the reference resized the mask of the picture before it was cut. */
	@Test
	void keepsThePictureAsTheReferenceDoes() throws IOException {
		final Generation g = generation("setnoisemask", 1);
		final Tensor uncut = golden.read("mask");
		final Tensor expected = golden.read("setnoisemask/image_u8");
		final Picture made = run(new Workflow(g.sampling(), p -> {
			final Latent sampled = p.sample(p.encodeText(PROMPT.positive(), 1), p
				.encodeText(PROMPT.negative(), 1), g.sampling(), p.encodeImage(image)
					.withNoiseMask(uncut));
			GoldenPixels.assertPixels("setnoisemask", expected, p.decode(sampled, 72,
				56));
			return sampled;
		}));
		assertClose("setnoisemask", golden.read("setnoisemask/latent"), made
			.latent().samples(), 7.5e-4);
		assertEquals("Tensor[1, 3, 56, 72]", run(inpaint("keep", 6, g)).pixels()
			.toString());
	}

	@Test
	void paintsAllWithoutMaskAsTheReferenceDoes() throws IOException {
		assertMade("txt2img_without_mask", new Txt2Img(generation(
			"txt2img_without_mask", 1), 64, 64));
	}

	@Test
	void paintsOverAndEnlargesPictures() throws IOException {
		final Generation half = generation("vaeinpaint_denoise0.7", 1);
		final Source source = new Source.OfPicture(image);
		assertEquals("Tensor[1, 3, 56, 72]", run(new Img2Img(half, source)).pixels()
			.toString());
		assertEquals("Tensor[1, 3, 112, 144]", run(new Upscale(half, source,
			ResizeMethod.BILINEAR, 2, 0, 0, Crop.DISABLED)).pixels().toString());
	}

	/**
	 * NB: the further channels count nothing in these, so that they paint as the
	 * models that they are made of.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "tiny_sd2", "tiny_sdxl" })
	void areOfAnyFamily(final String name) throws IOException {
		final Path usual = Golden.file("families/" + name + ".safetensors");
		final String first = "model.diffusion_model.input_blocks.0.0.weight";
		final Tensor four = CheckpointFormats.open(usual).weights().read(first);
		final int out = four.size(0);
		final ByteBuffer nine = ByteBuffer.allocate(Float.BYTES * out * 9 * 9)
			.order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < four.length(); i++) {
			nine.putFloat(Float.BYTES * (i / 36 * 81 + i % 36), four.data()[i]);
		}
		final Path inpainting = new Rewritten(usual).with(first, "F32", nine
			.array(), out, 9, 3, 3).write(tmp.resolve(name + ".safetensors"));
		final Generation g = Generation.of(PROMPT, new SamplingSettings(1, 2, 3,
			Samplers.EULER, Schedulers.NORMAL, 0.8)).withClipSkip(2);
		assertClose(name, run(usual, inpaint("keep", 6, g)).pixels(), run(
			inpainting, inpaint("model", 6, g)).pixels(), 1e-3);
	}

	@Test
	void saysWhatTheFileIs() throws IOException {
		final String lines = String.join("\n", CheckpointFacts.of(CheckpointFormats
			.open(file)).lines());
		assertTrue(lines.contains("Family: Stable Diffusion 1.x"), lines);
		assertTrue(lines.contains("Note: it is an inpainting model"), lines);
	}

	@Test
	void refusesItsEncodersWithOtherCheckpoints() {
		final Inpaint model = inpaint("model", 6, generation("imc_noisemaskTrue",
			1));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> SERVICE.run(new ModelChoice(Golden.file("tiny_sd1.safetensors"),
				Optional.empty()), model, RunListener.NONE, new StopSignal()))
			.getMessage();
		assertEquals(
			"the encoder 'model' tells inpainting models what is masked, " +
				"and this checkpoint is none: choose 'keep', which gives the same " +
				"picture, or an inpainting model", message);
	}

	private static Inpaint inpaint(final String encoder, final int grow,
		final Generation generation)
	{
		return new Inpaint(generation, image, mask, new Repair(InpaintEncoder.of(
			encoder), grow, 0));
	}

	private static Generation generation(final String name, final int batch) {
		final JsonObject s = cases.getAsJsonObject(name);
		return Generation.of(PROMPT, new SamplingSettings(s.get("seed").getAsLong(),
			s.get("steps").getAsInt(), s.get("cfg").getAsDouble(), Samplers.of(s.get(
				"sampler").getAsString()), Schedulers.of(s.get("scheduler")
					.getAsString()), s.has("denoise") ? s.get("denoise").getAsDouble()
						: 1)).withBatch(batch);
	}

	private static Picture run(final Operation operation) throws IOException {
		return run(file, operation);
	}

	private static Picture run(final Path model, final Operation operation)
		throws IOException
	{
		return SERVICE.run(new ModelChoice(model, Optional.empty()), operation,
			RunListener.NONE, new StopSignal());
	}

	private static void assertMade(final String name, final Operation operation)
		throws IOException
	{
		final Picture made = run(operation);
		assertClose(name, golden.read(name + "/latent"), made.latent().samples(),
			10 * cases.getAsJsonObject(name).getAsJsonObject("float_noise").get(
				"latent").getAsDouble());
		GoldenPixels.assertPixels(name, golden.read(name + "/image_u8"), made
			.pixels());
	}
}
