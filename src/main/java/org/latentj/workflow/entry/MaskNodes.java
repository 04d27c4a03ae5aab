
package org.latentj.workflow.entry;

import java.util.Arrays;
import java.util.List;

import org.latentj.image.PictureMemory;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.LoadedPicture;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/** Nodes that make and change masks, [N, H, W] in 0 to 1. */
final class MaskNodes {

	private static final int MOST = LatentNodes.MOST;

	private static final List<String> COLOURS = List.of("red", "green", "blue");

	private static final NodeType LOAD_IMAGE_MASK = NodeType.of("LoadImageMask",
		"Load Image (as Mask)").picture("image").choice("channel", "alpha", "red",
			"green", "blue").out(Kind.MASK).calls(MaskNodes::loaded);

	private static final NodeType IMAGE_TO_MASK = NodeType.of("ImageToMask",
		"Convert Image to Mask").in("image", Kind.IMAGE).choice("channel", COLOURS,
			"red").out(Kind.MASK).calls(c -> channel(c.image("image"), c.text(
				"channel")));

	private static final NodeType MASK_TO_IMAGE = NodeType.of("MaskToImage",
		"Convert Mask to Image").in("mask", Kind.MASK).out(Kind.IMAGE).calls(
			c -> image(c.mask("mask")));

	private static final NodeType INVERT_MASK = one("InvertMask", "InvertMask")
		.calls(c -> c.mask("mask").map(v -> 1 - v));

	private static final NodeType GROW_MASK = one("GrowMask", "GrowMask").whole(
		"expand", -MOST, MOST, 0).truth("tapered_corners", true).calls(
			MaskNodes::grown);

	private static final NodeType FEATHER_MASK = one("FeatherMask", "FeatherMask")
		.whole("left", 0, MOST, 0).whole("top", 0, MOST, 0).whole("right", 0, MOST,
			0).whole("bottom", 0, MOST, 0).calls(MaskNodes::feathered);

	private static final NodeType THRESHOLD_MASK = one("ThresholdMask",
		"ThresholdMask").number("value", 0, 1, 0.5).calls(c -> c.mask("mask").map(
			v -> v > (float) c.number("value") ? 1 : 0));

	private static final NodeType SOLID_MASK = NodeType.of("SolidMask",
		"SolidMask").number("value", 0, 1, 1).whole("width", 1, MOST, 512).whole(
			"height", 1, MOST, 512).out(Kind.MASK).calls(MaskNodes::solid);

	static final List<NodeType> ALL = List.of(LOAD_IMAGE_MASK, IMAGE_TO_MASK,
		MASK_TO_IMAGE, INVERT_MASK, GROW_MASK, FEATHER_MASK, THRESHOLD_MASK,
		SOLID_MASK);

	private MaskNodes() {}

	private static NodeType one(final String name, final String title) {
		return NodeType.of(name, title).in("mask", Kind.MASK).out(Kind.MASK);
	}

	/** NB: as in ComfyUI, without transparency as large as the picture. */
	private static Tensor loaded(final NodeCall c) {
		final LoadedPicture picture = c.context().picture(c.text("image"));
		final Tensor pixels = picture.pixels();
		final String channel = c.text("channel");
		return channel.equals("alpha") ? picture.alpha().map(a -> a.map(v -> 1 - v))
			.orElseGet(() -> Tensor.zeros(1, pixels.size(2), pixels.size(3)))
			: channel(pixels, channel);
	}

	private static Tensor channel(final Tensor image, final String name) {
		final int plane = image.size(2) * image.size(3);
		final Tensor out = Tensor.zeros(image.size(0), image.size(2), image.size(
			3));
		for (int k = 0; k < image.size(0); k++) {
			System.arraycopy(image.data(), (3 * k + COLOURS.indexOf(name)) * plane,
				out.data(), k * plane, plane);
		}
		return out;
	}

	private static Tensor image(final Tensor mask) {
		final int plane = mask.size(1) * mask.size(2);
		final Tensor out = Tensor.zeros(mask.size(0), 3, mask.size(1), mask.size(
			2));
		for (int k = 0; k < 3 * mask.size(0); k++) {
			System.arraycopy(mask.data(), k / 3 * plane, out.data(), k * plane,
				plane);
		}
		return out;
	}

	private static Tensor solid(final NodeCall c) {
		PictureMemory.require(c.whole("width"), c.whole("height"), 1);
		return Tensor.full((float) c.number("value"), 1, c.whole("height"), c.whole(
			"width"));
	}

	/**
	 * Grey dilation, or erosion if negative, by a square of 3 x 3 or a cross, as
	 * often as asked for; no further than the mask is wide.
	 */
	private static Tensor grown(final NodeCall c) {
		Tensor mask = c.mask("mask");
		final int expand = c.whole("expand");
		final int times = Math.min(Math.abs(expand), mask.size(1) + mask.size(2));
		for (int i = 0; i < times; i++) {
			mask = spread(mask, expand > 0, c.truth("tapered_corners"));
		}
		return mask;
	}

	private static Tensor spread(final Tensor mask, final boolean greatest,
		final boolean cross)
	{
		final Tensor out = mask.copy();
		final int width = mask.size(2);
		final int height = mask.size(1);
		for (int i = 0; i < mask.length(); i++) {
			final int x = i % width;
			final int y = i / width % height;
			float value = mask.data()[i];
			for (int n = 0; n < 9; n++) {
				final int dx = n % 3 - 1;
				final int dy = n / 3 - 1;
				final boolean counts = !cross || dx == 0 || dy == 0;
				if (counts && x + dx >= 0 && x + dx < width && y + dy >= 0 && y +
					dy < height)
				{
					final float other = mask.data()[i + dy * width + dx];
					value = greatest ? Math.max(value, other) : Math.min(value, other);
				}
			}
			out.data()[i] = value;
		}
		return out;
	}

	/**
	 * Fades the edges linearly. NB: as ComfyUI does it, which counts columns from
	 * the right, and rows from below, one too early: the factor that the last one
	 * should get comes to the first.
	 */
	private static Tensor feathered(final NodeCall c) {
		final Tensor mask = c.mask("mask");
		final float[] across = factors(mask.size(2), c.whole("left"), c.whole(
			"right"));
		final float[] down = factors(mask.size(1), c.whole("top"), c.whole(
			"bottom"));
		final Tensor out = mask.copy();
		for (int i = 0; i < out.length(); i++) {
			final int x = i % across.length;
			final int y = i / across.length % down.length;
			out.data()[i] *= across[x] * down[y];
		}
		return out;
	}

	private static float[] factors(final int length, final int start,
		final int end)
	{
		final float[] factors = new float[length];
		Arrays.fill(factors, 1);
		final int first = Math.min(start, length);
		for (int i = 0; i < first; i++) {
			factors[i] *= (i + 1f) / first;
		}
		final int last = Math.min(end, length);
		for (int i = 0; i < last; i++) {
			factors[(length - i) % length] *= (i + 1f) / last;
		}
		return factors;
	}
}
