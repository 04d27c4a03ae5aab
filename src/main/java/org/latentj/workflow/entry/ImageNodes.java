
package org.latentj.workflow.entry;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.latentj.image.LanczosResize;
import org.latentj.image.PictureMemory;
import org.latentj.latent.Crop;
import org.latentj.latent.Latent;
import org.latentj.latent.LatentGeometry;
import org.latentj.latent.ResizeMethod;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/** Nodes that read, make, change and show pictures. */
final class ImageNodes {

	private static final int MOST = LatentNodes.MOST;

	private static final int BATCH = 4096;

	private static final int WHITE = 0xffffff;

	private static final int EMPTY_MASK = 64;

	/** Multiples of which sides are. */
	private static final String STEPS = "resolution_steps";

	private static final String LANCZOS = "lanczos";

	private static final List<String> METHODS = List.of("nearest-exact",
		"bilinear", "area", "bicubic", LANCZOS);

	private static final NodeType LOAD_IMAGE = NodeType.of("LoadImage",
		"Load Image").picture("image").out(Kind.IMAGE).out(Kind.MASK).callsAll(
			c -> loaded(c));

	private static final NodeType IMAGE_SCALE = one("ImageScale", "Upscale Image")
		.choice("upscale_method", METHODS, "nearest-exact").whole("width", 0, MOST,
			512).whole("height", 0, MOST, 512).choice("crop", "disabled", "center")
		.calls(ImageNodes::scaled);

	private static final NodeType IMAGE_SCALE_BY = one("ImageScaleBy",
		"Upscale Image By").choice("upscale_method", METHODS, "nearest-exact")
		.number("scale_by", 0.01, 8, 1).calls(ImageNodes::scaledBy);

	private static final NodeType IMAGE_SCALE_TO_TOTAL_PIXELS = one(
		"ImageScaleToTotalPixels", "ImageScaleToTotalPixels").choice(
			"upscale_method", METHODS, "nearest-exact").number("megapixels", 0.01, 16,
				1).whole(STEPS, 1, 256, 1).later().optional().calls(
					ImageNodes::scaledTo);

	private static final NodeType IMAGE_INVERT = one("ImageInvert",
		"Invert Image").calls(c -> c.image("image").map(v -> 1 - v));

	private static final NodeType IMAGE_BATCH = NodeType.of("ImageBatch",
		"Batch Images").in("image1", Kind.IMAGE).in("image2", Kind.IMAGE).out(
			Kind.IMAGE).calls(ImageNodes::batch);

	private static final NodeType REPEAT_IMAGE_BATCH = one("RepeatImageBatch",
		"RepeatImageBatch").whole("amount", 1, BATCH, 1).calls(
			ImageNodes::repeated);

	private static final NodeType IMAGE_FROM_BATCH = one("ImageFromBatch",
		"ImageFromBatch").whole("batch_index", 0, BATCH - 1L, 0).whole("length", 1,
			BATCH, 1).calls(ImageNodes::items);

	private static final NodeType GET_IMAGE_SIZE = NodeType.of("GetImageSize",
		"Get Image Size").in("image", Kind.IMAGE).out("width", Kind.INT).out(
			"height", Kind.INT).out("batch_size", Kind.INT).callsAll(c -> IntStream
				.of(3, 2, 0).mapToObj(axis -> (long) c.image("image").size(axis))
				.toList());

	private static final NodeType IMAGE_FLIP = one("ImageFlip", "ImageFlip")
		.choice("flip_method", "x-axis: vertically", "y-axis: horizontally").calls(
			c -> turned(c, l -> c.text("flip_method").startsWith("x") ? LatentGeometry
				.flipVertically(l) : LatentGeometry.flipHorizontally(l)));

	private static final NodeType IMAGE_ROTATE = one("ImageRotate", "ImageRotate")
		.choice("rotation", "none", "90 degrees", "180 degrees", "270 degrees")
		.calls(c -> turned(c, l -> LatentGeometry.rotate(l, LatentNodes.degrees(c
			.text("rotation")))));

	private static final NodeType IMAGE_CROP = one("ImageCrop", "Image Crop")
		.whole("width", 1, MOST, 512).whole("height", 1, MOST, 512).whole("x", 0,
			MOST, 0).whole("y", 0, MOST, 0).calls(ImageNodes::cropped);

	private static final NodeType IMAGE_PAD_FOR_OUTPAINT = one(
		"ImagePadForOutpaint", "Pad Image for Outpainting").whole("left", 0, MOST,
			0).whole("top", 0, MOST, 0).whole("right", 0, MOST, 0).whole("bottom", 0,
				MOST, 0).whole("feathering", 0, MOST, 40).out(Kind.MASK).callsAll(
					c -> padded(c));

	private static final NodeType EMPTY_IMAGE = NodeType.of("EmptyImage",
		"EmptyImage").whole("width", 1, MOST, 512).whole("height", 1, MOST, 512)
		.whole("batch_size", 1, BATCH, 1).whole("color", 0, WHITE, 0).later().out(
			Kind.IMAGE).calls(ImageNodes::empty);

	private static final NodeType SAVE_IMAGE = NodeType.of("SaveImage",
		"Save Image").in("images", Kind.IMAGE).prefix("filename_prefix", "ComfyUI")
		.later().showing("images");

	private static final NodeType PREVIEW_IMAGE = NodeType.of("PreviewImage",
		"Preview Image").in("images", Kind.IMAGE).showing("images");

	static final List<NodeType> ALL = List.of(LOAD_IMAGE, IMAGE_SCALE,
		IMAGE_SCALE_BY, IMAGE_SCALE_TO_TOTAL_PIXELS, IMAGE_INVERT, IMAGE_BATCH,
		REPEAT_IMAGE_BATCH, IMAGE_FROM_BATCH, GET_IMAGE_SIZE, IMAGE_FLIP,
		IMAGE_ROTATE, IMAGE_CROP, IMAGE_PAD_FOR_OUTPAINT, EMPTY_IMAGE, SAVE_IMAGE,
		PREVIEW_IMAGE);

	private ImageNodes() {}

	private static NodeType one(final String name, final String title) {
		return NodeType.of(name, title).in("image", Kind.IMAGE).out(Kind.IMAGE);
	}

	/** NB: as in ComfyUI, without transparency a small mask of nothing. */
	private static List<Tensor> loaded(final NodeCall c) {
		final var picture = c.context().picture(c.text("image"));
		return List.of(picture.pixels(), picture.alpha().map(a -> a.map(v -> 1 - v))
			.orElseGet(() -> Tensor.zeros(1, EMPTY_MASK, EMPTY_MASK)));
	}

	/** NB: halves to the even number, as Python. */
	private static Tensor scaled(final NodeCall c) {
		final Tensor image = c.image("image");
		final int width = c.whole("width");
		final int height = c.whole("height");
		if (width == 0 && height == 0) {
			return image;
		}
		final int w = width > 0 ? width : Math.max(1, (int) Math.rint((double) image
			.size(3) * height / image.size(2)));
		final int h = height > 0 ? height : Math.max(1, (int) Math.rint(
			(double) image.size(2) * width / image.size(3)));
		return resized(image, c.text("upscale_method"), w, h, Crop.of(c.text(
			"crop")));
	}

	private static Tensor scaledBy(final NodeCall c) {
		final Tensor image = c.image("image");
		final double factor = c.number("scale_by");
		return resized(image, c.text("upscale_method"), (int) Math.rint(image.size(
			3) * factor), (int) Math.rint(image.size(2) * factor), Crop.DISABLED);
	}

	/** NB: a megapixel is 1024 x 1024 pixels there. */
	private static Tensor scaledTo(final NodeCall c) {
		final Tensor image = c.image("image");
		final double factor = Math.sqrt((long) (c.number("megapixels") *
			(1 << 20)) / ((double) image.size(3) * image.size(2)));
		final int steps = c.find(STEPS, Kind.INT).orElse(1L).intValue();
		final int width = (int) Math.rint(image.size(3) * factor / steps) * steps;
		final int height = (int) Math.rint(image.size(2) * factor / steps) * steps;
		if (width == 0 || height == 0) {
			throw new IllegalArgumentException("'" + STEPS + "' is " + steps +
				", more than the picture is wide or high then: " + Math.round(image
					.size(3) * factor) + "x" + Math.round(image.size(2) * factor) +
				" pixels");
		}
		return resized(image, c.text("upscale_method"), width, height,
			Crop.DISABLED);
	}

	private static Tensor resized(final Tensor image, final String method,
		final int width, final int height, final Crop crop)
	{
		PictureMemory.require(width, height, image.size(0));
		return method.equals(LANCZOS) ? LanczosResize.resize(crop.apply(image,
			width, height), width, height) : ResizeMethod.of(method).resize(image,
				width, height, crop);
	}

	private static Tensor batch(final NodeCall c) {
		final Tensor first = c.image("image1");
		final Tensor second = c.image("image2");
		final boolean fits = first.size(2) == second.size(2) && first.size(
			3) == second.size(3);
		PictureMemory.require(first.size(3), first.size(2), (long) first.size(0) +
			second.size(0));
		return Tensor.concat(List.of(first, fits ? second : ResizeMethod.BILINEAR
			.resize(second, first.size(3), first.size(2), Crop.CENTER)));
	}

	private static Tensor repeated(final NodeCall c) {
		final Tensor image = c.image("image");
		PictureMemory.require(image.size(3), image.size(2), (long) image.size(0) * c
			.whole("amount"));
		return image.repeat(c.whole("amount"));
	}

	/** NB: as in ComfyUI, as many as there are. */
	private static Tensor items(final NodeCall c) {
		final Tensor image = c.image("image");
		final int from = Math.min(c.whole("batch_index"), image.size(0) - 1);
		return image.items(from, Math.min(image.size(0), from + c.whole("length")));
	}

	private static Tensor turned(final NodeCall c,
		final UnaryOperator<Latent> way)
	{
		return way.apply(Latent.of(c.image("image"))).samples();
	}

	/** NB: as in ComfyUI, what lies outside is left out. */
	private static Tensor cropped(final NodeCall c) {
		final Tensor image = c.image("image");
		final int x = Math.min(c.whole("x"), image.size(3) - 1);
		final int y = Math.min(c.whole("y"), image.size(2) - 1);
		return LatentGeometry.cut(image, x, y, Math.min(c.whole("width"), image
			.size(3) - x), Math.min(c.whole("height"), image.size(2) - y));
	}

	private static Tensor empty(final NodeCall c) {
		final int width = c.whole("width");
		final int height = c.whole("height");
		PictureMemory.require(width, height, c.whole("batch_size"));
		final int color = c.whole("color");
		final Tensor one = Tensor.zeros(1, 3, height, width);
		for (int i = 0; i < one.length(); i++) {
			final int shift = 16 - 8 * (i / (width * height));
			one.data()[i] = (color >> shift & 0xff) / 255f;
		}
		return one.repeat(c.whole("batch_size"));
	}

	private static List<Tensor> padded(final NodeCall c) {
		final Tensor image = c.image("image");
		final int left = c.whole("left");
		final int top = c.whole("top");
		final int width = image.size(3);
		final int height = image.size(2);
		final int newWidth = width + left + c.whole("right");
		final int newHeight = height + top + c.whole("bottom");
		PictureMemory.require(newWidth, newHeight, image.size(0));
		final Tensor out = Tensor.full(0.5f, image.size(0), 3, newHeight, newWidth);
		for (int row = 0; row < image.size(0) * 3 * height; row++) {
			System.arraycopy(image.data(), row * width, out.data(), (row / height *
				newHeight + top + row % height) * newWidth + left, width);
		}
		final Tensor mask = Tensor.full(1, 1, newHeight, newWidth);
		for (int i = 0; i < width * height; i++) {
			mask.data()[(top + i / width) * newWidth + left + i % width] = border(c,
				i % width, i / width, width, height);
		}
		return List.of(out, mask);
	}

	/**
	 * How much of a pixel of the picture is made anew, which falls with the
	 * square of the distance from the edges that are gone beyond.
	 */
	private static float border(final NodeCall c, final int x, final int y,
		final int width, final int height)
	{
		final int feather = c.whole("feathering");
		if (feather == 0 || 2L * feather >= width || 2L * feather >= height) {
			return 0;
		}
		final int across = Math.min(c.whole("left") > 0 ? x : width, c.whole(
			"right") > 0 ? width - x : width);
		final int down = Math.min(c.whole("top") > 0 ? y : height, c.whole(
			"bottom") > 0 ? height - y : height);
		final double part = (double) (feather - Math.min(across, down)) / feather;
		return part <= 0 ? 0 : (float) (part * part);
	}
}
