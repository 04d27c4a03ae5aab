
package org.latentj.workflow.entry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.latentj.image.Mask;
import org.latentj.latent.Latent;
import org.latentj.latent.LatentGeometry;
import org.latentj.latent.NoiseMask;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.conditioning.Hint;
import org.latentj.sampling.hint.EditedPicture;
import org.latentj.sampling.hint.MaskedPicture;
import org.latentj.sampling.hint.SmallPicture;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/**
 * Nodes that encode and decode pictures. The tiled ones are the whole ones,
 * which take tiles where memory asks for it and give the same then.
 */
final class VaeNodes {

	private static final int TILE = 512;

	private static final int MOST_TILE = 4096;

	private static final int GROW = 64;

	private static final String PIXELS = "pixels";

	private static final NodeType VAE_DECODE = NodeType.of("VAEDecode",
		"VAE Decode").in("samples", Kind.LATENT).in("vae", Kind.VAE).out(Kind.IMAGE)
		.calls(VaeNodes::decoded);

	private static final NodeType VAE_ENCODE = NodeType.of("VAEEncode",
		"VAE Encode").in(PIXELS, Kind.IMAGE).in("vae", Kind.VAE).out(Kind.LATENT)
		.calls(c -> pipeline(c).encodeImage(cropped(c.image(PIXELS), pipeline(c)
			.cell())));

	private static final NodeType VAE_DECODE_TILED = tiled(NodeType.of(
		"VAEDecodeTiled", "VAE Decode (Tiled)").in("samples", Kind.LATENT).in("vae",
			Kind.VAE).out(Kind.IMAGE)).calls(VaeNodes::decoded);

	private static final NodeType VAE_ENCODE_TILED = tiled(NodeType.of(
		"VAEEncodeTiled", "VAE Encode (Tiled)").in(PIXELS, Kind.IMAGE).in("vae",
			Kind.VAE).out(Kind.LATENT)).calls(c -> pipeline(c).encodeImage(cropped(c
				.image(PIXELS), pipeline(c).cell())));

	private static final NodeType VAE_ENCODE_FOR_INPAINT = NodeType.of(
		"VAEEncodeForInpaint", "VAE Encode (for Inpainting)").in(PIXELS, Kind.IMAGE)
		.in("vae", Kind.VAE).in("mask", Kind.MASK).whole("grow_mask_by", 0, GROW, 6)
		.later().out(Kind.LATENT).calls(VaeNodes::inpainted);

	private static final NodeType INPAINT_MODEL_CONDITIONING = both(
		"InpaintModelConditioning", "InpaintModelConditioning").in("vae", Kind.VAE)
		.in(PIXELS, Kind.IMAGE).in("mask", Kind.MASK).truth("noise_mask", true)
		.later().out("positive", Kind.CONDITIONING).out("negative",
			Kind.CONDITIONING).out("latent", Kind.LATENT).callsAll(
				VaeNodes::conditioned);

	private static final NodeType INSTRUCT_PIX_TO_PIX_CONDITIONING = both(
		"InstructPixToPixConditioning", "InstructPixToPixConditioning").in("vae",
			Kind.VAE).in(PIXELS, Kind.IMAGE).out("positive", Kind.CONDITIONING).out(
				"negative", Kind.CONDITIONING).out("latent", Kind.LATENT).callsAll(
					VaeNodes::edited);

	private static final NodeType UPSCALE_4X = upscaling().callsAll(
		VaeNodes::enlarged);

	static final List<NodeType> ALL = List.of(VAE_DECODE, VAE_ENCODE,
		VAE_DECODE_TILED, VAE_ENCODE_TILED, VAE_ENCODE_FOR_INPAINT,
		INPAINT_MODEL_CONDITIONING, INSTRUCT_PIX_TO_PIX_CONDITIONING, UPSCALE_4X);

	private VaeNodes() {}

	private static NodeType both(final String name, final String title) {
		return NodeType.of(name, title).in("positive", Kind.CONDITIONING).in(
			"negative", Kind.CONDITIONING);
	}

	private static NodeType upscaling() {
		return NodeType.of("SD_4XUpscale_Conditioning", "SD_4XUpscale_Conditioning")
			.in("images", Kind.IMAGE).in("positive", Kind.CONDITIONING).in("negative",
				Kind.CONDITIONING).number("scale_ratio", 0, 10, 4).number(
					"noise_augmentation", 0, 1, 0).out("positive", Kind.CONDITIONING).out(
						"negative", Kind.CONDITIONING).out("latent", Kind.LATENT);
	}

	/** NB: older versions had fewer of these. */
	private static NodeType tiled(final NodeType type) {
		return type.whole("tile_size", 64, MOST_TILE, TILE).later().whole("overlap",
			0, MOST_TILE, 64).optional().whole("temporal_size", 8, MOST_TILE, 64)
			.optional().whole("temporal_overlap", 4, MOST_TILE, 8).optional();
	}

	private static Pipeline pipeline(final NodeCall c) throws IOException {
		return c.context().pipeline(c.get("vae", Kind.VAE).choice());
	}

	private static Tensor decoded(final NodeCall c) throws IOException {
		final Latent latent = c.get("samples", Kind.LATENT);
		final Pipeline pipeline = pipeline(c);
		return pipeline.decode(latent, pipeline.cell() * latent.width(), pipeline
			.cell() * latent.height());
	}

	/** The middle of pictures or masks, in whole cells. */
	private static Tensor cropped(final Tensor pictures, final int cell) {
		final int width = pictures.size(-1);
		final int height = pictures.size(-2);
		if (width < cell || height < cell) {
			throw new IllegalArgumentException("a picture of " + width + "x" +
				height + " pixels is too small, it needs " + cell + " each way");
		}
		return width % cell == 0 && height % cell == 0 ? pictures : LatentGeometry
			.cut(pictures, width % cell / 2, height % cell / 2, width - width % cell,
				height - height % cell);
	}

	/** A mask for each picture, or one for all, [n, 1, H, W]. */
	private static Tensor mask(final NodeCall c, final Tensor pixels) {
		return NoiseMask.resize(c.mask("mask"), pixels.size(2), pixels.size(3))
			.reshape(c.mask("mask").size(0), 1, pixels.size(2), pixels.size(3));
	}

	private static Mask item(final Tensor masks, final int item) {
		return new Mask(masks.items(item, item + 1).map(v -> Math.max(0, Math.min(1,
			v))).data(), masks.size(3), masks.size(2));
	}

	/** Pictures with a middle grey under their masks. */
	private static Tensor greyed(final Tensor pixels, final Tensor masks) {
		final List<Tensor> all = new ArrayList<>();
		for (int k = 0; k < pixels.size(0); k++) {
			all.add(item(masks, k % masks.size(0)).greyOut(pixels.items(k, k + 1)));
		}
		return Tensor.concat(all);
	}

	private static Latent inpainted(final NodeCall c) throws IOException {
		final Pipeline pipeline = pipeline(c);
		final Tensor whole = c.image(PIXELS);
		final Tensor masks = cropped(mask(c, whole), pipeline.cell());
		final List<Tensor> grown = new ArrayList<>();
		for (int k = 0; k < masks.size(0); k++) {
			grown.add(item(masks, k).grown(c.whole("grow_mask_by")).tensor());
		}
		return pipeline.encodeImage(greyed(cropped(whole, pipeline.cell()), masks))
			.withNoiseMask(Tensor.concat(grown));
	}

	private static List<?> told(final NodeCall c, final Hint hint,
		final Latent latent)
	{
		return List.of(c.get("positive", Kind.CONDITIONING).each(p -> p.with(List
			.of(hint))), c.get("negative", Kind.CONDITIONING).each(n -> n.with(List
				.of(hint))), latent);
	}

	private static List<?> conditioned(final NodeCall c) throws IOException {
		final Pipeline pipeline = pipeline(c);
		final Tensor pixels = cropped(c.image(PIXELS), pipeline.cell());
		final Tensor masks = cropped(mask(c, c.image(PIXELS)), pipeline.cell());
		final Hint hint = new MaskedPicture(pipeline.encodeImage(greyed(pixels,
			masks)).samples(), masks);
		final Latent latent = pipeline.encodeImage(pixels);
		return told(c, hint, c.truth("noise_mask") ? latent.withNoiseMask(masks)
			: latent);
	}

	/** NB: without a picture the negative one is told nothing. */
	private static List<?> edited(final NodeCall c) throws IOException {
		final Pipeline pipeline = pipeline(c);
		final Latent latent = pipeline.encodeImage(cropped(c.image(PIXELS), pipeline
			.cell()));
		return told(c, new EditedPicture(latent.samples()), latent.withSamples(
			Tensor.zeros(latent.samples().shape())));
	}

	private static List<?> enlarged(final NodeCall c) {
		final Tensor images = c.image("images");
		final double ratio = c.number("scale_ratio");
		final int cell = 4;
		// NB: halves to the even number, as Python, then down.
		final int width = Math.max(1, (int) Math.rint(images.size(3) * ratio) /
			cell);
		final int height = Math.max(1, (int) Math.rint(images.size(2) * ratio) /
			cell);
		return told(c, new SmallPicture(images, c.number("noise_augmentation")),
			Latent.of(Tensor.zeros(images.size(0), 4, height, width)));
	}
}
