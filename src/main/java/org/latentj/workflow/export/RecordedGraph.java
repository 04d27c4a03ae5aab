
package org.latentj.workflow.export;

import static org.latentj.workflow.export.GraphBuilder.slot;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.pipeline.LoraChoice;
import org.latentj.provenance.Provenance;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Value;

/** The workflow that gives the picture of an operation's record. */
final class RecordedGraph {

	private static final int CELL = 8;

	/** ComfyUI's Upscale Latent makes none smaller. */
	private static final int SMALLEST = 64;

	private static final int MOST_STEPS = 10_000;

	/** What is asked for by nodes that are not written. */
	private static final List<String> UNSAID = List.of("pictures", "promptl",
		"negativel", "sizewidth", "sizeheight", "cropleft", "croptop",
		"targetwidth", "targetheight", "aesthetic", "negativeaesthetic",
		"imagecfg");

	private final Provenance record;

	private final SavedPicture picture;

	private final GraphBuilder nodes = new GraphBuilder();

	private ModelNodes models;

	private Value.Link positive;

	private Value.Link negative;

	RecordedGraph(final Provenance record, final SavedPicture picture) {
		this.record = record;
		this.picture = picture;
	}

	/** The workflow; empty if none gives this picture. */
	Optional<Graph> graph() {
		final boolean known = UNSAID.stream().allMatch(s -> record.setting(s)
			.isEmpty()) && record.checkpoint().files().isEmpty() && List.of("", "1")
				.contains(record.setting("seeds")) && record.patches().stream()
					.allMatch(p -> p.kind().equals("lora"));
		if (!known) {
			return Optional.empty();
		}
		final Optional<RecordedPictures> from = RecordedPictures.of(record);
		switch (record.operation()) {
			case "txt2img":
				return txt2img();
			case "img2img":
				return from.filter(this::isWhole).filter(this::isNotEdited).flatMap(
					p -> img2img(p));
			case "inpaint":
				return from.filter(this::isWhole).flatMap(this::inpaint);
			case "upscale":
				return from.filter(RecordedGraph::fillsCells).flatMap(this::upscale);
			default:
				return Optional.empty();
		}
	}

	private static boolean fillsCells(final RecordedPictures from) {
		return from.width() % CELL == 0 && from.height() % CELL == 0;
	}

	/** NB: of a selection a part is worked on. */
	private boolean isWhole(final RecordedPictures from) {
		return fillsCells(from) && from.width() == picture.width() && from
			.height() == picture.height();
	}

	/** NB: InstructPix2Pix, whose records alone have this. */
	private boolean isNotEdited(final RecordedPictures from) {
		return record.call().stream().noneMatch(c -> c.inputs().containsKey(
			"imagecfg"));
	}

	private Optional<Graph> txt2img() {
		final int width = whole("width");
		final int height = whole("height");
		final String factor = record.setting("factor");
		final String refiner = record.setting("refiner");
		if (width % CELL != 0 || height % CELL != 0 || !refiner.isEmpty() &&
			!(factor.isEmpty() && record.patches().isEmpty()))
		{
			return Optional.empty();
		}
		begin(null);
		final Value.Link empty = nodes.add("EmptyLatentImage", "width", width,
			"height", height, "batch_size", whole("batch"));
		if (!refiner.isEmpty()) {
			return end(refined(refiner, empty));
		}
		final Value.Link first = sampled(empty, number("denoise"));
		return end(factor.isEmpty() ? first : sampled(nodes.add("LatentUpscaleBy",
			"samples", first, "upscale_method", record.setting("method"), "scale_by",
			number("factor")), number("seconddenoise")));
	}

	/** Two samplers, the second of which goes on with the noise that is left. */
	private Value.Link refined(final String name, final Value.Link empty) {
		final int start = whole("refinerstart");
		final Value.Link noisy = advanced(models.model(), "enable", empty, 0,
			start);
		final ModelNodes last = ModelNodes.checkpoint(nodes, name);
		positive = text(last.clip(), "prompt");
		negative = text(last.clip(), "negative");
		return advanced(last.model(), "disable", noisy, start, MOST_STEPS);
	}

	private Value.Link advanced(final Value.Link model, final String first,
		final Value.Link latent, final int start, final int end)
	{
		return nodes.add("KSamplerAdvanced", "model", model, "add_noise", first,
			"noise_seed", seed(), "steps", whole("steps"), "cfg", number("cfg"),
			"sampler_name", record.setting("sampler"), "scheduler", record.setting(
				"scheduler"), "positive", positive, "negative", negative,
			"latent_image", latent, "start_at_step", start, "end_at_step", end,
			"return_with_leftover_noise", first);
	}

	private Optional<Graph> img2img(final RecordedPictures from) {
		final Value.Link pixels = begin(from);
		return end(sampled(repeated(encoded(pixels)), number("denoise")));
	}

	private Optional<Graph> inpaint(final RecordedPictures from) {
		final Value.Link pixels = begin(from);
		final Value.Link mask = nodes.add("LoadImageMask", "image", from.mask(),
			"channel", "red");
		return end(sampled(repeated(masked(pixels, mask)), number("denoise")));
	}

	private Value.Link masked(final Value.Link pixels, final Value.Link mask) {
		final String encoder = record.setting("encoder");
		if (encoder.equals("inpaint")) {
			return nodes.add("VAEEncodeForInpaint", "pixels", pixels, "vae", models
				.vae(), "mask", mask, "grow_mask_by", whole("grow"));
		}
		if (encoder.equals("keep")) {
			return nodes.add("SetLatentNoiseMask", "samples", encoded(pixels), "mask",
				mask);
		}
		positive = nodes.add("InpaintModelConditioning", "positive", positive,
			"negative", negative, "vae", models.vae(), "pixels", pixels, "mask", mask,
			"noise_mask", encoder.equals("model"));
		negative = slot(positive, 1);
		return slot(positive, 2);
	}

	private Optional<Graph> upscale(final RecordedPictures from) {
		final int width = whole("width");
		final int height = whole("height");
		final Value.Link latent = encoded(begin(from));
		if (width == 0 && height == 0) {
			return end(sampled(repeated(nodes.add("LatentUpscaleBy", "samples",
				latent, "upscale_method", record.setting("method"), "scale_by", number(
					"factor"))), number("denoise")));
		}
		if (picture.width() % CELL != 0 || picture.height() % CELL != 0 || Math.min(
			picture.width(), picture.height()) < SMALLEST)
		{
			return Optional.empty();
		}
		return end(sampled(repeated(nodes.add("LatentUpscale", "samples", latent,
			"upscale_method", record.setting("method"), "width", picture.width(),
			"height", picture.height(), "crop", record.setting("crop"))), number(
				"denoise")));
	}

	/**
	 * Adds what all begin with.
	 *
	 * @param from the picture that is worked on, or null
	 * @return it, loaded
	 */
	private Value.Link begin(final RecordedPictures from) {
		models = ModelNodes.of(nodes, record);
		positive = text(models.clip(), "prompt");
		negative = text(models.clip(), "negative");
		final Value.Link pixels = from == null ? null : nodes.add("LoadImage",
			"image", from.image());
		ControlRequest.parse(record.setting("control")).stream().filter(c -> c
			.strength() != 0).forEach(c -> steer(c, pixels));
		return pixels;
	}

	private void steer(final ControlRequest control, final Value.Link pixels) {
		final Value.Link image = control.image().isEmpty() && pixels != null
			? pixels : nodes.add("LoadImage", "image", control.image());
		positive = nodes.add("ControlNetApplyAdvanced", "positive", positive,
			"negative", negative, "control_net", nodes.add("ControlNetLoader",
				"control_net_name", control.network()), "image", image, "strength",
			control.strength(), "start_percent", control.start(), "end_percent",
			control.end());
		negative = slot(positive, 1);
	}

	private Value.Link text(final Value.Link clip, final String setting) {
		return nodes.add("CLIPTextEncode", "text", LoraChoice.without(record
			.setting(setting)), "clip", clip);
	}

	private Value.Link encoded(final Value.Link pixels) {
		return nodes.add("VAEEncode", "pixels", pixels, "vae", models.vae());
	}

	private Value.Link repeated(final Value.Link latent) {
		return whole("batch") == 1 ? latent : nodes.add("RepeatLatentBatch",
			"samples", latent, "amount", whole("batch"));
	}

	private Value.Link sampled(final Value.Link latent, final double denoise) {
		return nodes.add("KSampler", "model", models.model(), "seed", seed(),
			"steps", whole("steps"), "cfg", number("cfg"), "sampler_name", record
				.setting("sampler"), "scheduler", record.setting("scheduler"),
			"positive", positive, "negative", negative, "latent_image", latent,
			"denoise", denoise);
	}

	/** Adds what all end with: a picture of a batch is taken out of it. */
	private Optional<Graph> end(final Value.Link latent) {
		final String item = record.setting("item");
		final Value.Link one = item.isEmpty() ? latent : nodes.add(
			"LatentFromBatch", "samples", latent, "batch_index", Integer.parseInt(
				item), "length", 1);
		nodes.add("SaveImage", "images", nodes.add("VAEDecode", "samples", one,
			"vae", models.vae()), "filename_prefix", "LatentJ");
		return nodes.graph();
	}

	private BigInteger seed() {
		return new BigInteger(record.setting("seed"));
	}

	private int whole(final String setting) {
		return (int) number(setting);
	}

	private double number(final String setting) {
		return Double.parseDouble(record.setting(setting));
	}
}
