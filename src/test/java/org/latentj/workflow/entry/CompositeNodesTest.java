
package org.latentj.workflow.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.golden.Golden;
import org.latentj.latent.Latent;
import org.latentj.tensor.Tensor;

/**
 * Nodes on pictures, latents and masks. The numbers were made from the formulas
 * of ComfyUI's nodes with torch 2.13 and scipy.
 */
class CompositeNodesTest {

	private static final Tensor MASK = new Tensor(new float[] { 0, 0.2f, 0.4f,
		0.6f, 0.8f, 1, 0, 0.5f, 0.25f, 0, 0, 0, 1, 0, 0, 0.3f, 0.1f, 0, 0.9f, 1 },
		1, 4, 5);

	private static Tensor picture(final int height, final int width,
		final float... values)
	{
		return Tensor.concat(List.of(new Tensor(values, 1, 1, height, width)
			.reshape(1, 1, height, width))).repeat(3).reshape(1, 3, height, width);
	}

	private static void assertPicture(final Tensor made, final int height,
		final int width, final float... expected)
	{
		assertClose("picture", picture(height, width, expected), made, 1e-6);
	}

	private static Tensor laid(final Object... more) throws IOException {
		final Object[] all = new Object[4 + more.length];
		all[0] = "destination";
		all[1] = Tensor.full(0.2f, 1, 3, 3, 4);
		all[2] = "source";
		all[3] = picture(2, 2, 0.5f, 0.6f, 0.7f, 0.8f);
		System.arraycopy(more, 0, all, 4, more.length);
		return Called.one("ImageCompositeMasked", all);
	}

	@Test
	void laysAPictureOverAnother() throws IOException {
		final Tensor mask = new Tensor(new float[] { 1, 0, 0.5f, 0.25f, 0.75f, 1 },
			1, 2, 3);
		assertPicture(laid("x", 3, "y", 1, "mask", mask), 3, 4, 0.2f, 0.2f, 0.2f,
			0.2f, 0.2f, 0.2f, 0.2f, 0.425f, 0.2f, 0.2f, 0.2f, 0.3875f);
		assertPicture(laid("x", 1, "mask", mask), 3, 4, 0.2f, 0.425f, 0.35f, 0.2f,
			0.2f, 0.3875f, 0.7625f, 0.2f, 0.2f, 0.2f, 0.2f, 0.2f);
		assertPicture(laid("resize_source", true), 3, 4, 0.5f, 0.525f, 0.575f, 0.6f,
			0.6f, 0.625f, 0.675f, 0.7f, 0.7f, 0.725f, 0.775f, 0.8f);
		assertPicture(laid("x", 9), 3, 4, 0.2f, 0.2f, 0.2f, 0.2f, 0.2f, 0.2f, 0.2f,
			0.2f, 0.2f, 0.2f, 0.2f, 0.2f);
	}

	@Test
	void laysLatentsOverOthersInCells() throws IOException {
		final Latent made = Called.one("LatentCompositeMasked", "destination",
			Latent.of(Tensor.full(0.2f, 1, 4, 2, 3)), "source", Latent.of(Tensor.full(
				1, 1, 4, 1, 1)), "x", 17, "y", 8);
		final Tensor expected = Tensor.full(0.2f, 1, 4, 2, 3);
		for (int channel = 0; channel < 4; channel++) {
			expected.data()[channel * 6 + 5] = 1;
		}
		assertClose("latent", expected, made.samples(), 0);
		assertEquals("'destination' has 4 channels and 'source' 16", assertThrows(
			IllegalArgumentException.class, () -> Called.one("LatentCompositeMasked",
				"destination", Latent.of(Tensor.zeros(1, 4, 2, 3)), "source", Latent.of(
					Tensor.zeros(1, 16, 1, 1)))).getMessage());
	}

	@ParameterizedTest
	@CsvSource({ "normal, .31, .37, .69, .69", "multiply, .094, .316, .582, .684",
		"screen, .316, .454, .708, .906", "overlay, .118, .352, .696, .882",
		"soft_light, .13528, .3712, .6419032, .8838",
		"difference, 0, .31, .33, .84" })
	void blendsPictures(final String mode, final float a, final float b,
		final float c, final float d) throws IOException
	{
		assertPicture(Called.one("ImageBlend", "image1", picture(2, 2, 0.1f, 0.4f,
			0.6f, 0.9f), "image2", picture(2, 2, 0.8f, 0.3f, 0.9f, 0.2f),
			"blend_factor", 0.3, "blend_mode", mode), 2, 2, a, b, c, d);
	}

	@Test
	void blendsLatentsOfTwoSizes() throws IOException {
		final Tensor made = Called.<Latent> one("LatentBlend", "samples1", Latent
			.of(Golden.open("upscale.safetensors").read("latent")), "samples2", Latent
				.of(Golden.open("upscale.safetensors").read("comp_from")),
			"blend_factor", 0.3).samples();
		final float[] row = new float[7];
		System.arraycopy(made.data(), ((4 + 2) * 9 + 4) * 7, row, 0, 7);
		assertClose("row", new Tensor(new float[] { -0.895634f, 0.352589f,
			0.095205f, 0.946862f, 0.623888f, -0.053494f, 0.349564f }, 7), new Tensor(
				row, 7), 1e-5);
	}

	@Test
	void fadesTheEdgesOfMasks() throws IOException {
		assertClose("feather", new Tensor(new float[] { 0.02083333f, 0.1666667f,
			0.1666667f, 0.1666667f, 0.125f, 0.08333334f, 0.08333334f, 0.6666667f,
			0.6666667f, 0.6666667f, 0.5f, 0.3333333f, 0.125f, 1, 1, 1, 0.75f, 0.5f,
			0.125f, 1, 1, 1, 0.75f, 0.5f }, 1, 4, 6), Called.one("FeatherMask",
				"mask", Tensor.full(1, 1, 4, 6), "left", 2, "top", 3, "right", 4,
				"bottom", 2), 1e-6);
	}

	@Test
	void growsGreyMasks() throws IOException {
		assertClose("grown", new Tensor(new float[] { 1, 0.4f, 0.6f, 0.8f, 0.8f, 1,
			1, 1, 0.6f, 0.8f, 1, 1, 1, 1, 1, 0.3f, 0.3f, 1, 1, 1 }, 1, 4, 5), Called
				.one("GrowMask", "mask", MASK, "expand", 1), 0);
		assertClose("shrunk", Tensor.zeros(1, 4, 5), Called.one("GrowMask", "mask",
			MASK, "expand", -1, "tapered_corners", false), 0);
	}

	@Test
	void combinesAndCutsMasks() throws IOException {
		final Tensor from = new Tensor(new float[] { 0.5f, 0, 1, 0.75f }, 1, 2, 2);
		assertClose("subtract", new Tensor(new float[] { 0, 0.2f, 0.4f, 0.6f, 0.8f,
			1, 0, 0.5f, 0.25f, 0, 0, 0, 1, 0, 0, 0.3f, 0.1f, 0, 0.4f, 1 }, 1, 4, 5),
			Called.one("MaskComposite", "destination", MASK, "source", from, "x", 3,
				"y", 3, "operation", "subtract"), 1e-6);
		assertClose("xor", new Tensor(new float[] { 1, 1, 0.4f, 0.6f, 0.8f, 0, 1,
			0.5f, 0.25f, 0, 0, 0, 1, 0, 0, 0.3f, 0.1f, 0, 0.9f, 1 }, 1, 4, 5), Called
				.one("MaskComposite", "destination", MASK, "source", from, "operation",
					"xor"), 1e-6);
		assertClose("cut", new Tensor(new float[] { 0.25f, 0, 0, 0 }, 1, 2, 2),
			Called.one("CropMask", "mask", MASK, "x", 3, "y", 1, "width", 9, "height",
				2), 0);
		assertEquals(
			"'x' is 5 and 'y' 0, outside of the mask, which has 5x4 pixels",
			assertThrows(IllegalArgumentException.class, () -> Called.one("CropMask",
				"mask", MASK, "x", 5)).getMessage());
	}

	@Test
	void turnsCountsAndPicksPictures() throws IOException {
		final Tensor image = picture(2, 3, 1, 2, 3, 4, 5, 6);
		assertPicture(Called.one("ImageFlip", "image", image), 2, 3, 4, 5, 6, 1, 2,
			3);
		assertPicture(Called.one("ImageRotate", "image", image, "rotation",
			"90 degrees"), 3, 2, 4, 1, 5, 2, 6, 3);
		assertEquals(List.of(3L, 2L, 1L), Called.all("GetImageSize", "image",
			image));
		final Tensor three = Called.one("RepeatImageBatch", "image", image,
			"amount", 3);
		assertEquals(3, three.size(0));
		assertEquals(1, Called.<Tensor> one("ImageFromBatch", "image", three,
			"batch_index", 2, "length", 5).size(0));
	}

	/** 51 x 37 pixels to 0.01 megapixels are 120.22 x 87.22 pixels. */
	@ParameterizedTest
	@CsvSource({ ", 120, 87", "1, 120, 87", "8, 120, 88", "50, 100, 100" })
	void scalesToPixelsInSteps(final Integer steps, final int width,
		final int height) throws IOException
	{
		final Tensor image = Tensor.full(0.5f, 1, 3, 37, 51);
		final Tensor made = steps == null ? Called.one("ImageScaleToTotalPixels",
			"image", image, "upscale_method", "area", "megapixels", 0.01) : Called
				.one("ImageScaleToTotalPixels", "image", image, "upscale_method",
					"area", "megapixels", 0.01, "resolution_steps", steps);
		assertEquals("Tensor[1, 3, " + height + ", " + width + "]", made
			.toString());
	}
}
