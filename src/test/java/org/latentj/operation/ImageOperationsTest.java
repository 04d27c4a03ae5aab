
package org.latentj.operation;

import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.inpainting.Repair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.image.Mask;
import org.latentj.latent.Crop;
import org.latentj.latent.Latent;
import org.latentj.latent.ResizeMethod;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;

/**
 * Tests what {@link Img2Img}, {@link Inpaint} and {@link Upscale} accept; their
 * pictures are compared with the reference's elsewhere.
 */
public class ImageOperationsTest {

	private static final Prompt PROMPT = new Prompt("", "");

	private static final Tensor IMAGE = Tensor.zeros(1, 3, 20, 30);

	private final Mask mask = Mask.selection(FinalInterval.createMinSize(5, 5, 10,
		10), new byte[0], 30, 20);

	@Test
	public void acceptsPicturesAndLatentsOnly() {
		assertThrows(IllegalArgumentException.class, () -> new Source.OfPicture(
			Tensor.zeros(1, 4, 8, 8)));
		assertThrows(IllegalArgumentException.class, () -> new Source.OfPicture(
			Tensor.zeros(1, 3, 0, 8)));
		assertEquals("img2img", img2img(1, 1).name());
	}

	@Test
	public void refusesBatchesAndClipSkipsOutOfBounds() {
		assertTrue(message(() -> img2img(0, 1)).contains(
			"batch is 0, it must be 1 to 4096"));
		assertTrue(message(() -> img2img(1, 65)).contains("clipskip is 65"));
	}

	private static Img2Img img2img(final int batch, final int clipSkip) {
		return new Img2Img(new Generation(PROMPT, batch, clipSkip, settings(1)),
			new Source.OfPicture(IMAGE));
	}

	@Test
	public void refusesMasksThatDoNotFit() {
		assertTrue(message(() -> inpaint(Mask.whole(20, 30), 6, 8,
			InpaintEncoder.KEEP, 1)).contains("20x30"));
		assertTrue(message(() -> inpaint(new Mask(new float[600], 30, 20), 6, 8,
			InpaintEncoder.KEEP, 1)).contains("empty"));
	}

	@Test
	public void refusesMasksTooSoftForTheInpaintEncoder() {
		final Mask soft = new Mask(Tensor.full(127 / 255f, 600).data(), 30, 20);
		assertTrue(message(() -> inpaint(soft, 6, 8, InpaintEncoder.INPAINT, 1))
			.contains("'keep'"));
		inpaint(soft, 6, 8, InpaintEncoder.KEEP, 1);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 65 })
	public void refusesToGrowOutOfBounds(final int grow) {
		assertTrue(message(() -> inpaint(mask, grow, 8, InpaintEncoder.INPAINT, 1))
			.contains("grow is " + grow));
	}

	@Test
	public void weighsOnlyWhatTheLatentMayChange() {
		final Inpaint grown = inpaint(mask, 6, 8, InpaintEncoder.INPAINT, 1);
		assertEquals(FinalInterval.createMinMax(3, 3, 17, 17), grown.weights()
			.bounds());
		final Inpaint kept = inpaint(mask, 6, 0, InpaintEncoder.KEEP, 1);
		assertClose("kept", mask.tensor(), kept.weights().tensor(), 0);
	}

	@Test
	public void takesAllThatWasHiddenAndFeathersTheGrownBorder() {
		final float[] weights = inpaint(mask, 6, 8, InpaintEncoder.INPAINT, 1)
			.weights().tensor().data();
		for (int y = 5; y < 15; y++) {
			for (int x = 5; x < 15; x++) {
				assertEquals(1, weights[y * 30 + x]);
			}
		}
		final float[] row = { 0, 1 / 3f, 2 / 3f, 1 };
		for (int x = 2; x < 6; x++) {
			assertEquals(row[x - 2], weights[10 * 30 + x], 1e-6);
		}
		assertEquals(0.25f, weights[10 * 30 + 17], 1e-6);
		assertEquals(1, inpaint(mask, 6, 0, InpaintEncoder.INPAINT, 1).weights()
			.tensor().data()[10 * 30 + 3]);
		assertEquals(1 / 9f, inpaint(mask, 6, 8, InpaintEncoder.KEEP, 1).weights()
			.tensor().data()[10 * 30 + 5], 1e-6);
	}

	@Test
	public void warnsOfGreyBelowDenoise1() {
		assertTrue(inpaint(mask, 6, 8, InpaintEncoder.INPAINT, 0.5).warnings().get(
			0).contains("0.5"));
		assertEquals(List.of(), inpaint(mask, 6, 8, InpaintEncoder.INPAINT, 1)
			.warnings());
		assertEquals(List.of(), inpaint(mask, 6, 8, InpaintEncoder.KEEP, 0.5)
			.warnings());
	}

	@ParameterizedTest
	@EnumSource(InpaintEncoder.class)
	public void findsEncodersById(final InpaintEncoder encoder) {
		assertEquals(encoder, InpaintEncoder.of(encoder.id()));
		assertThrows(IllegalArgumentException.class, () -> InpaintEncoder.of(
			"Inpaint"));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, Double.NaN, 17, Double.POSITIVE_INFINITY })
	public void refusesFactors(final double factor) {
		assertTrue(message(() -> upscale(factor, 0, 0)).contains("factor is"));
	}

	@ParameterizedTest
	@ValueSource(ints = { -8, 7, 16385, Integer.MAX_VALUE })
	public void refusesSizes(final int size) {
		assertTrue(message(() -> upscale(1, size, 64)).contains("width is " +
			size));
		assertTrue(message(() -> upscale(1, 64, size)).contains("height is " +
			size));
	}

	private static Upscale upscale(final double factor, final int width,
		final int height)
	{
		return new Upscale(new Generation(PROMPT, 1, 1, settings(0.5)),
			new Source.OfLatent(Latent.of(Tensor.zeros(1, 4, 8, 8))),
			ResizeMethod.AREA, factor, width, height, Crop.CENTER);
	}

	private static Inpaint inpaint(final Mask mask, final int grow,
		final int feather, final InpaintEncoder encoder, final double denoise)
	{
		return new Inpaint(new Generation(PROMPT, 1, 1, settings(denoise)), IMAGE,
			mask, new Repair(encoder, grow, feather));
	}

	private static SamplingSettings settings(final double denoise) {
		return new SamplingSettings(1, 4, 7, Samplers.EULER, Schedulers.NORMAL,
			denoise);
	}

	private static String message(final Runnable request) {
		return assertThrows(IllegalArgumentException.class, request::run)
			.getMessage();
	}
}
