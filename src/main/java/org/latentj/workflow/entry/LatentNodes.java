
package org.latentj.workflow.entry;

import java.util.Arrays;
import java.util.List;

import org.latentj.image.PictureMemory;
import org.latentj.latent.Crop;
import org.latentj.latent.Latent;
import org.latentj.latent.LatentArithmetic;
import org.latentj.latent.LatentBatches;
import org.latentj.latent.LatentGeometry;
import org.latentj.latent.LatentUpscale;
import org.latentj.latent.ResizeMethod;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/** Nodes that make and change latents. Sizes are in pixels, 8 to a cell. */
final class LatentNodes {

	static final int MOST = 16384;

	private static final int BATCH = 4096;

	private static final int CELL = 8;

	private static final int CHANNELS = 4;

	private static final int FEW = 64;

	private static final String SAMPLES = "samples";

	private static final List<String> METHODS = Arrays.stream(ResizeMethod
		.values()).map(ResizeMethod::id).toList();

	private static final NodeType EMPTY_LATENT_IMAGE = NodeType.of(
		"EmptyLatentImage", "Empty Latent Image").whole("width", 16, MOST, 512)
		.whole("height", 16, MOST, 512).whole("batch_size", 1, BATCH, 1).out(
			Kind.LATENT).calls(LatentNodes::empty);

	private static final NodeType LATENT_UPSCALE = one("LatentUpscale",
		"Upscale Latent").choice("upscale_method", METHODS, "nearest-exact").whole(
			"width", 0, MOST, 512).whole("height", 0, MOST, 512).choice("crop",
				"disabled", "center").calls(LatentNodes::sized);

	private static final NodeType LATENT_UPSCALE_BY = one("LatentUpscaleBy",
		"Upscale Latent By").choice("upscale_method", METHODS, "nearest-exact")
		.number("scale_by", 0.01, 8, 1.5).calls(LatentNodes::scaled);

	private static final NodeType LATENT_FROM_BATCH = one("LatentFromBatch",
		"Latent From Batch").whole("batch_index", 0, FEW - 1L, 0).whole("length", 1,
			FEW, 1).calls(LatentNodes::items);

	private static final NodeType REPEAT_LATENT_BATCH = one("RepeatLatentBatch",
		"Repeat Latent Batch").whole("amount", 1, FEW, 1).calls(
			LatentNodes::repeated);

	private static final NodeType LATENT_FLIP = one("LatentFlip", "Flip Latent")
		.choice("flip_method", "x-axis: vertically", "y-axis: horizontally").calls(
			c -> c.text("flip_method").startsWith("x") ? LatentGeometry
				.flipVertically(latent(c)) : LatentGeometry.flipHorizontally(latent(
					c)));

	private static final NodeType LATENT_ROTATE = one("LatentRotate",
		"Rotate Latent").choice("rotation", "none", "90 degrees", "180 degrees",
			"270 degrees").calls(c -> LatentGeometry.rotate(latent(c), degrees(c.text(
				"rotation"))));

	private static final NodeType LATENT_CROP = one("LatentCrop", "Crop Latent")
		.whole("width", FEW, MOST, 512).whole("height", FEW, MOST, 512).whole("x",
			0, MOST, 0).whole("y", 0, MOST, 0).calls(LatentNodes::cropped);

	private static final NodeType LATENT_COMPOSITE = NodeType.of(
		"LatentComposite", "Latent Composite").in("samples_to", Kind.LATENT).in(
			"samples_from", Kind.LATENT).whole("x", 0, MOST, 0).whole("y", 0, MOST, 0)
		.whole("feather", 0, MOST, 0).out(Kind.LATENT).calls(c -> LatentGeometry
			.composite(c.get("samples_to", Kind.LATENT), c.get("samples_from",
				Kind.LATENT), c.whole("x") / CELL, c.whole("y") / CELL, c.whole(
					"feather") / CELL));

	private static final NodeType LATENT_BLEND = two("LatentBlend",
		"Latent Blend").number("blend_factor", 0, 1, 0.5).calls(
			LatentNodes::blended);

	private static final NodeType LATENT_ADD = two("LatentAdd", "LatentAdd")
		.calls(c -> LatentArithmetic.add(first(c), second(c)));

	private static final NodeType LATENT_SUBTRACT = two("LatentSubtract",
		"LatentSubtract").calls(c -> LatentArithmetic.subtract(first(c), second(
			c)));

	private static final NodeType LATENT_INTERPOLATE = two("LatentInterpolate",
		"LatentInterpolate").number("ratio", 0, 1, 1).calls(c -> LatentArithmetic
			.interpolate(first(c), second(c), c.number("ratio")));

	private static final NodeType LATENT_BATCH = two("LatentBatch", "LatentBatch")
		.calls(LatentNodes::both);

	private static final NodeType LATENT_MULTIPLY = one("LatentMultiply",
		"LatentMultiply").number("multiplier", -10, 10, 1).calls(
			c -> LatentArithmetic.multiply(latent(c), c.number("multiplier")));

	private static final NodeType SET_LATENT_NOISE_MASK = one(
		"SetLatentNoiseMask", "Set Latent Noise Mask").in("mask", Kind.MASK).calls(
			c -> latent(c).withNoiseMask(c.mask("mask")));

	static final List<NodeType> ALL = List.of(EMPTY_LATENT_IMAGE, LATENT_UPSCALE,
		LATENT_UPSCALE_BY, LATENT_FROM_BATCH, REPEAT_LATENT_BATCH, LATENT_FLIP,
		LATENT_ROTATE, LATENT_CROP, LATENT_COMPOSITE, LATENT_BLEND, LATENT_ADD,
		LATENT_SUBTRACT, LATENT_INTERPOLATE, LATENT_BATCH, LATENT_MULTIPLY,
		SET_LATENT_NOISE_MASK);

	private LatentNodes() {}

	private static NodeType one(final String name, final String title) {
		return NodeType.of(name, title).in(SAMPLES, Kind.LATENT).out(Kind.LATENT);
	}

	private static NodeType two(final String name, final String title) {
		return NodeType.of(name, title).in("samples1", Kind.LATENT).in("samples2",
			Kind.LATENT).out(Kind.LATENT);
	}

	private static Latent latent(final NodeCall c) {
		return c.get(SAMPLES, Kind.LATENT);
	}

	private static Latent first(final NodeCall c) {
		return c.get("samples1", Kind.LATENT);
	}

	private static Latent second(final NodeCall c) {
		return c.get("samples2", Kind.LATENT);
	}

	private static Latent empty(final NodeCall c) {
		PictureMemory.require(c.whole("width"), c.whole("height"), c.whole(
			"batch_size"));
		return Latent.of(Tensor.zeros(c.whole("batch_size"), CHANNELS, c.whole(
			"height") / CELL, c.whole("width") / CELL));
	}

	private static Latent scaled(final NodeCall c) {
		final double factor = c.number("scale_by");
		PictureMemory.require(Math.round(CELL * latent(c).width() * factor), Math
			.round(CELL * latent(c).height() * factor), latent(c).count());
		return LatentUpscale.by(latent(c), ResizeMethod.of(c.text(
			"upscale_method")), factor);
	}

	private static Latent repeated(final NodeCall c) {
		requireRoom(latent(c), (long) latent(c).count() * c.whole("amount"));
		return LatentBatches.repeat(latent(c), c.whole("amount"));
	}

	private static Latent both(final NodeCall c) {
		requireRoom(first(c), (long) first(c).count() + second(c).count());
		return LatentBatches.batch(first(c), second(c));
	}

	/** Fails where so many pictures of this size would not fit into memory. */
	private static void requireRoom(final Latent latent, final long count) {
		PictureMemory.require((long) CELL * latent.width(), (long) CELL * latent
			.height(), count);
	}

	private static Latent sized(final NodeCall c) {
		final double wider = (double) c.whole("width") / (CELL * latent(c).width());
		final double higher = (double) c.whole("height") / (CELL * latent(c)
			.height());
		PictureMemory.require(Math.round(CELL * latent(c).width() * (wider == 0
			? higher : wider)), Math.round(CELL * latent(c).height() * (higher == 0
				? wider : higher)), latent(c).count());
		return LatentUpscale.toSize(latent(c), CELL, ResizeMethod.of(c.text(
			"upscale_method")), c.whole("width"), c.whole("height"), Crop.of(c.text(
				"crop")));
	}

	/** NB: as in ComfyUI, as many as there are. */
	private static Latent items(final NodeCall c) {
		final int from = Math.min(c.whole("batch_index"), latent(c).count() - 1);
		return LatentBatches.fromBatch(latent(c), from, Math.min(c.whole("length"),
			latent(c).count() - from));
	}

	/** Of a choice of a rotation. */
	static int degrees(final String text) {
		return text.equals("none") ? 0 : Integer.parseInt(text.replaceFirst(" .*",
			""));
	}

	/** NB: as in ComfyUI, at least 8 cells are left where there are as many. */
	private static Latent cropped(final NodeCall c) {
		final Latent latent = latent(c);
		final int x = Math.max(0, Math.min(c.whole("x") / CELL, latent.width() -
			CELL));
		final int y = Math.max(0, Math.min(c.whole("y") / CELL, latent.height() -
			CELL));
		return LatentGeometry.crop(latent, x, y, Math.min(c.whole("width") / CELL,
			latent.width() - x), Math.min(c.whole("height") / CELL, latent.height() -
				y));
	}

	private static Latent blended(final NodeCall c) {
		final Latent a = first(c);
		final Tensor b = second(c).samples();
		if (a.samples().size(1) != b.size(1)) {
			throw new IllegalArgumentException("'samples1' has " + a.samples().size(
				1) + " channels and 'samples2' " + b.size(1));
		}
		final double factor = c.number("blend_factor");
		final List<Tensor> both = CompositeNodes.alike(a.samples(), b);
		return a.withSamples(both.get(0).times(factor).plus(both.get(1).times(1 -
			factor)));
	}
}
