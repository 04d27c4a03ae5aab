
package org.latentj.workflow.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latentj.golden.Golden.assertClose;
import static org.latentj.workflow.run.Flow.of;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.tensor.Tensor;

/** Nodes on pictures, masks and latents, for which no model is needed. */
class ImageNodesTest {

	@TempDir
	private static Path folder;

	private static Bench bench;

	@BeforeAll
	static void open() {
		bench = new Bench(folder);
	}

	@AfterAll
	static void close() {
		bench.close();
	}

	/** [N, 3, H, W] of [N, H, W, 3]. */
	private static Tensor picture(final Tensor nhwc) {
		final int area = nhwc.size(1) * nhwc.size(2);
		final Tensor out = Tensor.zeros(nhwc.size(0), 3, nhwc.size(1), nhwc.size(
			2));
		for (int i = 0; i < nhwc.length(); i++) {
			out.data()[(i / 3 / area * 3 + i % 3) * area + i / 3 % area] = nhwc
				.data()[i];
		}
		return out;
	}

	private static Tensor shown(final Flow flow, final String node)
		throws IOException
	{
		return bench.run(flow.showing(node));
	}

	/** A mask, shown as a picture of one channel. */
	private static Tensor mask(final Flow flow, final Object mask)
		throws IOException
	{
		final Tensor made = shown(flow, flow.node("MaskToImage", "mask", mask));
		final int plane = made.size(2) * made.size(3);
		return new Tensor(Arrays.copyOf(made.data(), plane), 1, made.size(2), made
			.size(3));
	}

	@Test
	void scalesPicturesAsTheReferenceDoes() throws IOException {
		final Weights golden = Golden.open("upscale.safetensors");
		final Tensor image = golden.read("image");
		bench.with("image", image.size(-1) == 3 ? picture(image) : image, Optional
			.empty());
		for (final String method : new String[] { "nearest-exact", "bilinear",
			"area", "bicubic", "lanczos" })
		{
			for (final String how : new String[] { "center/20x16", "disabled/20x16",
				"disabled/9x6" })
			{
				final String[] parts = how.split("[/x]");
				final Flow flow = new Flow();
				final Tensor expected = golden.read("ImageScale/" + method + "/" + how);
				assertClose(method + " " + how, expected.size(-1) == 3 ? picture(
					expected) : expected, shown(flow, flow.node("ImageScale", "image", of(
						flow.node("LoadImage", "image", "image")), "upscale_method", method,
						"width", Integer.parseInt(parts[1]), "height", Integer.parseInt(
							parts[2]), "crop", parts[0])), 1e-5);
			}
		}
	}

	@Test
	void padsPicturesAsTheReferenceDoes() throws IOException {
		final Weights golden = Golden.open("vae_inpaint.safetensors");
		for (final int feather : new int[] { 0, 5 }) {
			final Tensor expected = picture(golden.read("pad_f" + feather +
				"/image"));
			final Tensor known = golden.read("pad_f" + feather + "/mask");
			final int[] borders = borders(golden.read("pad_f0/mask"));
			final Flow flow = new Flow();
			bench.with("padded", cut(expected, borders), Optional.empty());
			final String padded = flow.node("ImagePadForOutpaint", "image", of(flow
				.node("LoadImage", "image", "padded")), "left", borders[0], "top",
				borders[1], "right", borders[2], "bottom", borders[3], "feathering",
				feather);
			assertClose("mask", known, mask(flow, of(padded, 1)), 1e-6);
			final Flow second = new Flow();
			assertClose("image", expected, shown(second, second.node(
				"ImagePadForOutpaint", "image", of(second.node("LoadImage", "image",
					"padded")), "left", borders[0], "top", borders[1], "right",
				borders[2], "bottom", borders[3], "feathering", feather)), 1e-6);
		}
	}

	/** How many columns and rows of ones there are on each side. */
	private static int[] borders(final Tensor mask) {
		final int width = mask.size(2);
		final int height = mask.size(1);
		final int[] borders = new int[4];
		final int row = height / 2 * width;
		while (mask.data()[row + borders[0]] == 1)
			borders[0]++;
		while (mask.data()[borders[1] * width + width / 2] == 1)
			borders[1]++;
		while (mask.data()[row + width - 1 - borders[2]] == 1)
			borders[2]++;
		while (mask.data()[(height - 1 - borders[3]) * width + width / 2] == 1)
			borders[3]++;
		return borders;
	}

	private static Tensor cut(final Tensor picture, final int[] borders) {
		final int width = picture.size(3) - borders[0] - borders[2];
		final int height = picture.size(2) - borders[1] - borders[3];
		final Tensor out = Tensor.zeros(1, 3, height, width);
		for (int i = 0; i < out.length(); i++) {
			out.data()[i] = picture.data()[(i / (width * height) * picture.size(2) +
				borders[1] + i / width % height) * picture.size(3) + borders[0] + i %
					width];
		}
		return out;
	}

	@Test
	void growsAndShrinksMasks() throws IOException {
		final Tensor alpha = Tensor.full(1, 1, 5, 5);
		alpha.data()[12] = 0;
		bench.with("dot", Tensor.zeros(1, 3, 5, 5), Optional.of(alpha));
		final float[] cross = { 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0,
			1, 0, 0, 0, 0, 0, 0, 0 };
		assertClose("cross", new Tensor(cross, 1, 5, 5), grown(1, true), 0);
		assertEquals(9, sum(grown(1, false)));
		assertEquals(13, sum(grown(2, true)));
		assertEquals(0, sum(grown(-1, true)));
	}

	private static Tensor grown(final int by, final boolean tapered)
		throws IOException
	{
		final Flow flow = new Flow();
		return mask(flow, of(flow.node("GrowMask", "mask", of(flow.node(
			"LoadImageMask", "image", "dot", "channel", "alpha")), "expand", by,
			"tapered_corners", tapered)));
	}

	/** NB: of a picture without transparency. */
	@Test
	void loadsAMaskOfNothingAsLargeAsThePicture() throws IOException {
		bench.with("opaque", Tensor.full(1, 1, 3, 4, 6), Optional.empty());
		final Flow flow = new Flow();
		assertClose("mask", Tensor.zeros(1, 4, 6), mask(flow, of(flow.node(
			"LoadImageMask", "image", "opaque", "channel", "alpha"))), 0);
	}

	private static int sum(final Tensor mask) {
		int sum = 0;
		for (final float v : mask.data()) {
			sum += v;
		}
		return sum;
	}

	@Test
	void makesPicturesAndMasksOfNumbers() throws IOException {
		final Flow flow = new Flow();
		final Tensor red = shown(flow, flow.node("EmptyImage", "width", 2, "height",
			1, "batch_size", 1, "color", 0xff8000));
		assertClose("colour", new Tensor(new float[] { 1, 1, 128 / 255f, 128 / 255f,
			0, 0 }, 1, 3, 1, 2), red, 0);
		final Flow second = new Flow();
		final String solid = second.node("SolidMask", "value", 0.25, "width", 4,
			"height", 2);
		assertClose("inverted", Tensor.full(0.75f, 1, 2, 4), mask(second, of(second
			.node("InvertMask", "mask", of(solid)))), 0);
		final Flow third = new Flow();
		assertClose("feathered", new Tensor(new float[] { 0.5f, 1, 1, 1 }, 1, 1, 4),
			mask(third, of(third.node("FeatherMask", "mask", of(third.node(
				"SolidMask", "value", 1, "width", 4, "height", 1)), "left", 2, "top", 0,
				"right", 0, "bottom", 0))), 0);
	}

	@Test
	void batchesAndInvertsPictures() throws IOException {
		final Flow flow = new Flow();
		final Object black = of(flow.node("EmptyImage", "width", 4, "height", 4,
			"batch_size", 1, "color", 0));
		final Object white = of(flow.node("ImageInvert", "image", black));
		final Tensor both = shown(flow, flow.node("ImageBatch", "image1", black,
			"image2", of(flow.node("ImageScaleBy", "image", white, "upscale_method",
				"area", "scale_by", 2))));
		assertEquals("Tensor[2, 3, 4, 4]", both.toString());
		assertClose("white", Tensor.full(1, 1, 3, 4, 4), both.items(1, 2), 0);
	}
}
