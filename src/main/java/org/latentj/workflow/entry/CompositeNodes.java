
package org.latentj.workflow.entry;

import java.util.List;
import java.util.Optional;

import org.latentj.latent.Crop;
import org.latentj.latent.LatentGeometry;
import org.latentj.latent.NoiseMask;
import org.latentj.latent.ResizeMethod;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/** Nodes that lay pictures, latents and masks over others. */
final class CompositeNodes {

	private static final int MOST = LatentNodes.MOST;

	private static final int CELL = 8;

	private static final String TO = "destination";

	private static final String FROM = "source";

	private static final NodeType IMAGE_COMPOSITE_MASKED = over(
		"ImageCompositeMasked", Kind.IMAGE).calls(c -> composite(c, c.image(TO), c
			.image(FROM), 1));

	private static final NodeType LATENT_COMPOSITE_MASKED = over(
		"LatentCompositeMasked", Kind.LATENT).calls(c -> c.get(TO, Kind.LATENT)
			.withSamples(composite(c, c.get(TO, Kind.LATENT).samples(), c.get(FROM,
				Kind.LATENT).samples(), CELL)));

	private static final NodeType MASK_COMPOSITE = NodeType.of("MaskComposite",
		"MaskComposite").in(TO, Kind.MASK).in(FROM, Kind.MASK).whole("x", 0, MOST,
			0).whole("y", 0, MOST, 0).choice("operation", "multiply", "add",
				"subtract", "and", "or", "xor").out(Kind.MASK).calls(
					CompositeNodes::combined);

	private static final NodeType CROP_MASK = NodeType.of("CropMask", "CropMask")
		.in("mask", Kind.MASK).whole("x", 0, MOST, 0).whole("y", 0, MOST, 0).whole(
			"width", 1, MOST, 512).whole("height", 1, MOST, 512).out(Kind.MASK).calls(
				CompositeNodes::cropped);

	private static final NodeType IMAGE_BLEND = NodeType.of("ImageBlend",
		"Image Blend").in("image1", Kind.IMAGE).in("image2", Kind.IMAGE).number(
			"blend_factor", 0, 1, 0.5).choice("blend_mode", "normal", "multiply",
				"screen", "overlay", "soft_light", "difference").out(Kind.IMAGE).calls(
					CompositeNodes::blended);

	static final List<NodeType> ALL = List.of(IMAGE_COMPOSITE_MASKED,
		LATENT_COMPOSITE_MASKED, MASK_COMPOSITE, CROP_MASK, IMAGE_BLEND);

	private CompositeNodes() {}

	private static NodeType over(final String name, final Kind<?> kind) {
		return NodeType.of(name, name).in(TO, kind).in(FROM, kind).whole("x", 0,
			MOST, 0).whole("y", 0, MOST, 0).truth("resize_source", false).later()
			.maybe("mask", Kind.MASK).out(kind);
	}

	/** NB: what would lie outside is left out; a mask is that of the source. */
	private static Tensor composite(final NodeCall c, final Tensor to,
		final Tensor from, final int cell)
	{
		if (to.size(1) != from.size(1)) {
			throw new IllegalArgumentException("'" + TO + "' has " + to.size(1) +
				" channels and '" + FROM + "' " + from.size(1));
		}
		final Tensor sized = NoiseMask.toBatch(c.truth("resize_source")
			? ResizeMethod.BILINEAR.resize(from, to.size(3), to.size(2)) : from, to
				.size(0));
		final Optional<Tensor> mask = c.find("mask", Kind.MASK).map(m -> NoiseMask
			.toBatch(NoiseMask.resize(m, sized.size(2), sized.size(3)), sized.size(
				0)));
		final int left = Math.min(c.whole("x") / cell, to.size(3));
		final int top = Math.min(c.whole("y") / cell, to.size(2));
		final int width = Math.min(sized.size(3), to.size(3) - left);
		final int plane = sized.size(2) * sized.size(3);
		final Tensor out = to.copy();
		for (int i = 0; i < sized.length(); i++) {
			final int x = i % sized.size(3);
			final int y = i / sized.size(3) % sized.size(2);
			if (x < width && y + top < to.size(2)) {
				final int at = (i / plane * to.size(2) + top + y) * to.size(3) + left +
					x;
				final float part = mask.isEmpty() ? 1 : mask.get().data()[i / plane /
					sized.size(1) * plane + i % plane];
				out.data()[at] = part * sized.data()[i] + (1 - part) * to.data()[at];
			}
		}
		return out;
	}

	private static Tensor combined(final NodeCall c) {
		final Tensor to = c.mask(TO);
		final Tensor from = NoiseMask.toBatch(c.mask(FROM), to.size(0));
		final Tensor out = to.copy();
		for (int i = 0; i < from.length(); i++) {
			final int x = i % from.size(2) + c.whole("x");
			final int y = i / from.size(2) % from.size(1) + c.whole("y");
			if (x < to.size(2) && y < to.size(1)) {
				final int at = (i / (from.size(1) * from.size(2)) * to.size(1) + y) * to
					.size(2) + x;
				out.data()[at] = combined(c.text("operation"), to.data()[at], from
					.data()[i]);
			}
		}
		return out.map(v -> Math.max(0, Math.min(1, v)));
	}

	private static float combined(final String operation, final float a,
		final float b)
	{
		return switch (operation) {
			case "multiply" -> a * b;
			case "add" -> a + b;
			case "subtract" -> a - b;
			case "and" -> a != 0 && b != 0 ? 1 : 0;
			case "or" -> a != 0 || b != 0 ? 1 : 0;
			default -> a != 0 ^ b != 0 ? 1 : 0;
		};
	}

	private static Tensor cropped(final NodeCall c) {
		final Tensor mask = c.mask("mask");
		final int x = c.whole("x");
		final int y = c.whole("y");
		if (x >= mask.size(2) || y >= mask.size(1)) {
			throw new IllegalArgumentException("'x' is " + x + " and 'y' " + y +
				", outside of the mask, which has " + mask.size(2) + "x" + mask.size(
					1) + " pixels");
		}
		final int width = Math.min(c.whole("width"), mask.size(2) - x);
		final int height = Math.min(c.whole("height"), mask.size(1) - y);
		return LatentGeometry.cut(mask.reshape(mask.size(0), 1, mask.size(1), mask
			.size(2)), x, y, width, height).reshape(mask.size(0), height, width);
	}

	private static Tensor blended(final NodeCall c) {
		final List<Tensor> both = alike(c.image("image1"), c.image("image2"));
		final double factor = c.number("blend_factor");
		final String mode = c.text("blend_mode");
		return both.get(0).zip(both.get(1), (a, b) -> (float) Math.max(0, Math.min(
			1, a * (1 - factor) + mixed(mode, a, b) * factor)));
	}

	/**
	 * The second one in the size of the first, and one for all repeated, as nodes
	 * want it that mix them.
	 */
	static List<Tensor> alike(final Tensor first, final Tensor second) {
		final int count = Math.max(first.size(0), second.size(0));
		if (Math.min(first.size(0), second.size(0)) != 1 && first.size(0) != second
			.size(0))
		{
			throw new IllegalArgumentException("batches of " + first.size(0) +
				" and " + second.size(0) +
				" cannot be mixed: they must be equal, or one of them 1");
		}
		return List.of(NoiseMask.toBatch(first, count), NoiseMask.toBatch(first
			.size(2) == second.size(2) && first.size(3) == second.size(3) ? second
				: ResizeMethod.BICUBIC.resize(second, first.size(3), first.size(2),
					Crop.CENTER), count));
	}

	private static double mixed(final String mode, final double a,
		final double b)
	{
		return switch (mode) {
			case "multiply" -> a * b;
			case "screen" -> 1 - (1 - a) * (1 - b);
			case "overlay" -> a <= 0.5 ? 2 * a * b : 1 - 2 * (1 - a) * (1 - b);
			case "soft_light" -> b <= 0.5 ? a - (1 - 2 * b) * a * (1 - a) : a + (2 *
				b - 1) * ((a <= 0.25 ? ((16 * a - 12) * a + 4) * a : Math.sqrt(a)) - a);
			case "difference" -> a - b;
			default -> b;
		};
	}
}
