
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Golden;
import org.latentj.image.Mask;
import org.latentj.latent.Crop;
import org.latentj.latent.Latent;
import org.latentj.latent.LatentBatches;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.Operation;
import org.latentj.operation.inpainting.Repair;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.Upscale;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/**
 * Img2img, inpaint and latent upscale with a tiny random checkpoint, against
 * ComfyUI's numbers.
 */
class ImageOperationsGoldenTest {

	private static final double TOLERANCE = 1e-3;

	private static final Prompt PROMPT = new Prompt("a photo of a cat",
		"blurry, bad");

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	private static Weights golden;

	private static Tensor image;

	private static Mask mask;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("e2e.safetensors");
		final Tensor nhwc = golden.read("image_u8");
		image = Tensor.zeros(1, 3, 48, 64);
		for (int i = 0; i < nhwc.length(); i++) {
			image.data()[i % 3 * 48 * 64 + i / 3] = nhwc.data()[i] / 255;
		}
		mask = new Mask(golden.read("mask_u8").data(), 64, 48);
	}

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.2, 0.5, 1.0 })
	void paintsOverAPictureAsTheReferenceDoes(final double denoise)
		throws IOException
	{
		final Picture picture = img2img(image, 1, denoise);
		assertClose("denoise " + denoise, golden.read("img2img/" + denoise), picture
			.latent().samples(), TOLERANCE);
		if (denoise == 0.5) {
			assertPixels("img2img/0.5/image_u8", picture);
		}
	}

	@Test
	void givesTheRoundTripOfTheVaeAtDenoise0() throws IOException {
		final Picture picture = img2img(image, 1, 0);
		assertClose("latent", golden.read("image_latent"), picture.latent()
			.samples(), 1e-4);
		assertClose("pixels", img2img(image, 1, 0).pixels(), picture.pixels(), 0);
	}

	@Test
	void makesPictureKOfABatchAloneFromItsNoise() throws IOException {
		final Picture batch = img2img(image, 3, 0.5);
		final Latent item = LatentBatches.fromBatch(LatentBatches.repeat(img2img(
			image, 1, 0).latent(), 3), 2, 1);
		final Picture alone = run(new Img2Img(new Generation(PROMPT, 1, 1, settings(
			42, 4, Samplers.EULER, 0.5)), new Source.OfLatent(item)));
		assertClose("item 2", batch.pixels().items(2, 3), alone.pixels(), 1e-4);
	}

	@Test
	void worksOnPicturesOfAnySize() throws IOException {
		for (final int[] size : new int[][] { { 1, 1 }, { 7, 5 }, { 37, 51 } }) {
			final Tensor part = Tensor.full(0.5f, 1, 3, size[1], size[0]);
			assertEquals(part.toString(), img2img(part, 1, 0.25).pixels().toString());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "euler", "ddim", "dpmpp_2m" })
	void inpaintsAsTheReferenceDoes(final String sampler) throws IOException {
		final Picture picture = run(new Inpaint(new Generation(PROMPT, 1, 1,
			settings(42, 4, Samplers.of(sampler), 1)), image, mask, new Repair(
				InpaintEncoder.INPAINT, 6, 0)));
		assertClose(sampler, golden.read("inpaint_vaeencode/" + sampler), picture
			.latent().samples(), TOLERANCE);
		if (sampler.equals("euler")) {
			assertPixels("inpaint_vaeencode/euler/image_u8", picture);
		}
	}

	@Test
	void keepsThePictureUnderTheMaskAsTheReferenceDoes() throws IOException {
		final Picture picture = run(new Inpaint(new Generation(PROMPT, 1, 1,
			settings(42, 4, Samplers.EULER, 0.6)), image, mask, new Repair(
				InpaintEncoder.KEEP, 6, 0)));
		assertClose("keep", golden.read("setnoisemask/euler_0.6"), picture.latent()
			.samples(), TOLERANCE);
	}

	@Test
	void upscalesAsTheReferenceDoes() throws IOException {
		final Picture first = run(new Txt2Img(new Generation(PROMPT, 1, 1, settings(
			42, 3, Samplers.EULER, 1)), 64, 48));
		assertClose("first", golden.read("hires/first"), first.latent().samples(),
			TOLERANCE);
		final SamplingSettings again = new SamplingSettings(43, 4, 6,
			Samplers.DPMPP_2M, Schedulers.KARRAS, 0.55);
		final Source source = new Source.OfLatent(first.latent());
		for (final Upscale second : List.of(upscale(source, 1, 96, 72, again),
			upscale(source, 1.5, 0, 0, again)))
		{
			final Picture picture = run(second);
			assertClose("second", golden.read("hires/second"), picture.latent()
				.samples(), TOLERANCE);
			assertPixels("hires/second/image_u8", picture);
		}
	}

	/** NB: the reference's own second pass has another seed; compared above. */
	@Test
	void makesBothPassesInOneAsInTwo() throws IOException {
		final SamplingSettings settings = new SamplingSettings(42, 4, 6,
			Samplers.DPMPP_2M, Schedulers.KARRAS, 1);
		final Picture first = run(new Txt2Img(new Generation(PROMPT, 2, 1,
			settings), 60, 48));
		final Picture second = run(upscale(new Source.OfLatent(first.latent()), 1.5,
			0, 0, new SamplingSettings(42, 4, 6, Samplers.DPMPP_2M, Schedulers.KARRAS,
				0.55)));
		final Picture once = run(new Txt2Img(new Generation(PROMPT, 2, 1, settings),
			60, 48, Optional.of(new SecondPass(1.5, ResizeMethod.NEAREST_EXACT,
				0.55))));
		assertClose("latent", second.latent().samples(), once.latent().samples(),
			0);
		assertEquals("Tensor[2, 3, 72, 90]", once.pixels().toString());
	}

	@Test
	void upscalesPicturesOfAnySizeToAnySize() throws IOException {
		final SamplingSettings none = settings(1, 1, Samplers.EULER, 0);
		final Source odd = new Source.OfPicture(Tensor.full(0.5f, 1, 3, 5, 21));
		assertEquals("Tensor[1, 3, 10, 42]", run(upscale(odd, 2, 0, 0, none))
			.pixels().toString());
		assertEquals("Tensor[1, 3, 17, 50]", run(upscale(odd, 1, 50, 17, none))
			.pixels().toString());
		assertEquals("Tensor[1, 3, 10, 42]", run(upscale(odd, 1, 42, 0, none))
			.pixels().toString());
	}

	private static Upscale upscale(final Source source, final double factor,
		final int width, final int height, final SamplingSettings sampling)
	{
		return new Upscale(new Generation(PROMPT, 1, 1, sampling), source,
			ResizeMethod.NEAREST_EXACT, factor, width, height, Crop.DISABLED);
	}

	private static Picture img2img(final Tensor picture, final int batch,
		final double denoise) throws IOException
	{
		return run(new Img2Img(new Generation(PROMPT, batch, 1, settings(42, 4,
			Samplers.EULER, denoise)), new Source.OfPicture(picture)));
	}

	private static SamplingSettings settings(final long seed, final int steps,
		final Samplers sampler, final double denoise)
	{
		return new SamplingSettings(seed, steps, 6, sampler, Schedulers.NORMAL,
			denoise);
	}

	private static Picture run(final Operation operation) throws IOException {
		return SERVICE.run(new ModelChoice(Golden.file("tiny_sd1.safetensors"),
			Optional.empty()), operation, RunListener.NONE, new StopSignal());
	}

	private static void assertPixels(final String name, final Picture picture)
		throws IOException
	{
		final Tensor expected = golden.read(name);
		final int plane = expected.length() / 3;
		assertEquals(expected.length(), picture.pixels().length());
		for (int i = 0; i < expected.length(); i++) {
			// NB: ComfyUI cuts the fraction off when it saves a picture.
			final int ours = (int) (picture.pixels().data()[i % 3 * plane + i / 3] *
				255);
			assertTrue(Math.abs(expected.data()[i] - ours) <= 1, name + ", number " +
				i + ": " + ours);
		}
	}
}
