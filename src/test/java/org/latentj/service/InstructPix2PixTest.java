
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenPixels;
import org.latentj.golden.Rewritten;
import org.latentj.image.Mask;
import org.latentj.latent.LatentGeometry;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.Operation;
import org.latentj.operation.Operations;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.inpainting.Repair;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** An InstructPix2Pix of SD 1.x with random weights, against ComfyUI. */
class InstructPix2PixTest {

	private static final Prompt PROMPT = new Prompt("a photo of a cat",
		"text, watermark");

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	@TempDir
	static Path tmp;

	private static Path file;

	private static Weights golden;

	private static Tensor image;

	@BeforeAll
	static void open() throws IOException {
		file = new Rewritten(Golden.file("tiny_sd1.safetensors")).with(Golden.file(
			"families/tiny_ip2p8_delta.safetensors")).write(tmp.resolve(
				"edit.safetensors"));
		golden = Golden.open("families/sd1_ip2p8.safetensors");
		// NB: ComfyUI cuts whole cells from the middle.
		image = LatentGeometry.cut(GoldenPixels.picture(golden.read("image_u8")), 1,
			2, 72, 56);
	}

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	@ParameterizedTest
	@CsvSource({ "ip2p, 1, 1, 4.5e-3", "ip2p_img2img, 0.6, 1, 9.8e-4",
		"ip2p_dualcfg, 1, 1.5, 4.8e-3" })
	void changesPicturesAsTheReferenceDoes(final String name,
		final double denoise, final double imageCfg, final double tolerance)
		throws IOException
	{
		final Picture made = run(file, new Img2Img(generation(denoise),
			new Source.OfPicture(image), imageCfg));
		assertClose(name, golden.read(name + "/latent"), made.latent().samples(),
			tolerance);
		GoldenPixels.assertPixels(name, golden.read(name + "/image_u8"), made
			.pixels());
	}

	@Test
	void givesEachPictureOfABatchTheSameOneToChange() throws IOException {
		final Picture two = run(file, new Img2Img(generation(1).withBatch(2),
			new Source.OfPicture(image), 1.5));
		assertEquals("Tensor[2, 3, 56, 72]", two.pixels().toString());
		assertEquals("Tensor[1, 3, 56, 72]", run(file, new Img2Img(generation(0),
			new Source.OfPicture(image), 1.5)).pixels().toString());
	}

	@Test
	void isRefusedWhereNothingIsChanged() {
		for (final Operation other : List.of(new Txt2Img(generation(1), 64, 64),
			new Inpaint(generation(1), image, Mask.whole(72, 56), new Repair(
				InpaintEncoder.KEEP, 0, 0))))
		{
			assertEquals(
				"this checkpoint is an InstructPix2Pix model, which changes " +
					"a picture: choose Img2Img... for it, or for " + other.type()
						.command() + " a checkpoint that makes pictures of text or is an " +
					"inpainting model", refusal(file, other));
		}
	}

	@Test
	void aloneHasAScaleForThePicture() {
		assertEquals("imagecfg is 1.5, but this checkpoint is no InstructPix2Pix " +
			"model, which it is for: choose 1, or such a model", refusal(Golden.file(
				"tiny_sd1.safetensors"), new Img2Img(generation(1),
					new Source.OfPicture(image), 1.5)));
	}

	@Test
	void tellsTheScaleInJsonWhereItCounts() {
		final Img2Img scaled = new Img2Img(generation(1), new Source.OfPicture(
			image), 1.5);
		final String json = Operations.toJson(scaled);
		assertTrue(json.contains("\"imagecfg\": 1.5"), json);
		assertFalse(Operations.toJson(new Img2Img(generation(1),
			new Source.OfPicture(image))).contains("imagecfg"));
	}

	private static String refusal(final Path model, final Operation operation) {
		return assertThrows(IllegalArgumentException.class, () -> run(model,
			operation)).getMessage();
	}

	private static Generation generation(final double denoise) {
		return Generation.of(PROMPT, new SamplingSettings(42, 4, 6, Samplers.EULER,
			Schedulers.NORMAL, denoise));
	}

	private static Picture run(final Path model, final Operation operation)
		throws IOException
	{
		return SERVICE.run(new ModelChoice(model, Optional.empty()), operation,
			RunListener.NONE, new StopSignal());
	}
}
