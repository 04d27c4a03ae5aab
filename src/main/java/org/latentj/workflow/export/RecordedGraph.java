
package org.latentj.workflow.export;

import static org.latentj.workflow.export.GraphBuilder.slot;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.latentj.provenance.Provenance;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Value;

/** The workflow that gives the picture of an operation's record. */
final class RecordedGraph {

	private static final int CELL = 8;

	/** Pixels of an x4 upscaler's cell. */
	private static final int SMALL_CELL = 4;

	/** ComfyUI's Upscale Latent makes none smaller. */
	private static final int SMALLEST = 64;

	private static final int MOST_STEPS = 10_000;

	/** What is asked for by nodes that are not written. */
	private static final Map<String, String> UNSAID = Map.of("pictures",
		"it was made with pictures for unCLIP", "aesthetic",
		"a refiner was told a score", "negativeaesthetic",
		"a refiner was told a score", "imagecfg",
		"it is an edit of InstructPix2Pix");

	private final Provenance record;

	private final RecordedValues values;

	private final SavedPicture picture;

	private final GraphBuilder nodes = new GraphBuilder();

	private ModelNodes models;

	private PromptNodes prompts;

	RecordedGraph(final Provenance record, final SavedPicture picture) {
		this.record = record;
		this.values = new RecordedValues(record);
		this.picture = picture;
	}

	/**
	 * The workflow.
	 *
	 * @throws IllegalArgumentException if none gives this picture; the message
	 *           goes on "it holds no workflow, since"
	 */
	Graph graph() {
		requireSayable();
		return switch (record.operation()) {
			case "txt2img" -> txt2img();
			case "img2img" -> of(this::img2img, 0, 0);
			case "inpaint" -> of(this::inpaint, 0, 0);
			case "outpaint" -> of(this::outpaint, values.whole("left") + values.whole(
				"right"), values.whole("top") + values.whole("bottom"));
			case "upscale" -> upscale(inCells(pictures()));
			case "upscalex4" -> upscaleX4(pictures());
			default -> throw none("no nodes do what '" + record.operation() +
				"' does");
		};
	}

	private static IllegalArgumentException none(final String why) {
		return new IllegalArgumentException(why);
	}

	private static void require(final boolean holds, final String otherwise) {
		if (!holds) {
			throw none(otherwise);
		}
	}

	/** NB: InstructPix2Pix's calls alone have a scale for the image. */
	private void requireSayable() {
		UNSAID.forEach((setting, what) -> require(!values.has(setting), what));
		require(record.call().stream().noneMatch(c -> c.inputs().containsKey(
			"imagecfg")), "it is an edit of InstructPix2Pix");
		// NB: a record does not tell how many slices a control image has, one for
		// each picture of a batch.
		require(!values.has("control") || values.text("batch").equals("1") &&
			!record.operation().equals("outpaint"),
			"ControlNets steered a batch of pictures, or Outpaint...");
		require(record.checkpoint().files().isEmpty(),
			"its checkpoint is in several files");
		require(List.of("", "1").contains(values.text("seeds")),
			"it is of several seeds");
		require(record.patches().stream().allMatch(p -> p.kind().equals("lora")),
			"its weights were changed by more than LoRAs");
	}

	/** NB: a record of one picture of several does not say how it was cut. */
	private RecordedPictures pictures() {
		return RecordedPictures.of(record).orElseThrow(() -> none(
			"it was made of one of several pictures of an image, or of a latent"));
	}

	private static RecordedPictures inCells(final RecordedPictures from) {
		requireCells("the image before", from.width(), from.height());
		return from;
	}

	private static void requireCells(final String what, final int width,
		final int height)
	{
		require(width % CELL == 0 && height % CELL == 0, what + " has " + width +
			"x" + height + " pixels, no multiples of " + CELL);
	}

	/**
	 * The workflow on a picture that was worked on as a whole, in whole cells.
	 *
	 * @param wider by how much the result is wider
	 */
	private Graph of(final Function<RecordedPictures, Graph> way, final int wider,
		final int higher)
	{
		final RecordedPictures from = pictures();
		require(from.width() + wider == picture.width() && from.height() +
			higher == picture.height(), "a part of the image was worked on");
		requireCells("it", picture.width(), picture.height());
		return way.apply(from);
	}

	private Graph txt2img() {
		requireCells("it", values.whole("width"), values.whole("height"));
		final boolean twice = values.has("factor");
		final boolean more = PromptNodes.hasMore(values);
		final boolean refined = values.has("refiner");
		require(!twice || !more,
			"a second pass and sizes for Stable Diffusion XL go into no workflow");
		require(!refined || !twice && !more && record.patches().isEmpty(),
			"a refiner together with a factor, sizes or LoRAs goes into none");
		begin(null);
		final Value.Link empty = nodes.add("EmptyLatentImage", "width", values
			.whole("width"), "height", values.whole("height"), "batch_size", values
				.whole("batch"));
		if (refined) {
			return end(refined(empty));
		}
		final Value.Link first = sampled(empty, "denoise");
		return end(!twice ? first : sampled(nodes.add("LatentUpscaleBy", "samples",
			first, "upscale_method", values.text("method"), "scale_by", values.number(
				"factor")), "seconddenoise"));
	}

	/** Two samplers, the second of which goes on with the noise that is left. */
	private Value.Link refined(final Value.Link empty) {
		final int start = values.whole("refinerstart");
		final Value.Link noisy = advanced(models.model(), "enable", empty, 0,
			start);
		final ModelNodes last = ModelNodes.refiner(nodes, record, values.text(
			"refiner"));
		prompts = PromptNodes.of(nodes, values, last.clip(), picture);
		return advanced(last.model(), "disable", noisy, start, MOST_STEPS);
	}

	private Value.Link advanced(final Value.Link model, final String first,
		final Value.Link latent, final int start, final int end)
	{
		return nodes.add("KSamplerAdvanced", "model", model, "add_noise", first,
			"noise_seed", values.seed(), "steps", values.whole("steps"), "cfg", values
				.number("cfg"), "sampler_name", values.text("sampler"), "scheduler",
			values.text("scheduler"), "positive", prompts.positive(), "negative",
			prompts.negative(), "latent_image", latent, "start_at_step", start,
			"end_at_step", end, "return_with_leftover_noise", first);
	}

	private Graph img2img(final RecordedPictures from) {
		return end(sampled(repeated(encoded(begin(from))), "denoise"));
	}

	private Graph inpaint(final RecordedPictures from) {
		final Value.Link pixels = begin(from);
		return end(sampled(repeated(masked(pixels, nodes.called(nodes.add(
			"LoadImageMask", "image", from.mask(), "channel", "red"), from
				.maskTitle()))), "denoise"));
	}

	private Graph outpaint(final RecordedPictures from) {
		final Value.Link larger = nodes.add("ImagePadForOutpaint", "image", begin(
			from), "left", values.whole("left"), "top", values.whole("top"), "right",
			values.whole("right"), "bottom", values.whole("bottom"), "feathering",
			values.whole("feathering"));
		return end(sampled(repeated(masked(larger, slot(larger, 1))), "denoise"));
	}

	private Value.Link masked(final Value.Link pixels, final Value.Link mask) {
		final String encoder = values.text("encoder");
		if (encoder.equals("inpaint")) {
			return nodes.add("VAEEncodeForInpaint", "pixels", pixels, "vae", models
				.vae(), "mask", mask, "grow_mask_by", values.whole("grow"));
		}
		if (encoder.equals("keep")) {
			return nodes.add("SetLatentNoiseMask", "samples", encoded(pixels), "mask",
				mask);
		}
		return told(nodes.add("InpaintModelConditioning", "positive", prompts
			.positive(), "negative", prompts.negative(), "vae", models.vae(),
			"pixels", pixels, "mask", mask, "noise_mask", encoder.equals("model")));
	}

	/** The latent of a node that tells the network of the picture. */
	private Value.Link told(final Value.Link node) {
		prompts = PromptNodes.told(node);
		return slot(node, 2);
	}

	private Graph upscale(final RecordedPictures from) {
		final Value.Link latent = encoded(begin(from));
		if (values.whole("width") == 0 && values.whole("height") == 0) {
			return end(sampled(repeated(nodes.add("LatentUpscaleBy", "samples",
				latent, "upscale_method", values.text("method"), "scale_by", values
					.number("factor"))), "denoise"));
		}
		requireCells("it", picture.width(), picture.height());
		require(Math.min(picture.width(), picture.height()) >= SMALLEST,
			"it has less than " + SMALLEST + " pixels each way");
		return end(sampled(repeated(nodes.add("LatentUpscale", "samples", latent,
			"upscale_method", values.text("method"), "width", picture.width(),
			"height", picture.height(), "crop", values.text("crop"))), "denoise"));
	}

	private Graph upscaleX4(final RecordedPictures from) {
		final int tile = values.whole("tile");
		require(tile == 0 || Math.max(picture.width(), picture.height()) <= tile *
			SMALL_CELL, "it was enlarged in several tiles");
		final Value.Link pixels = begin(from);
		return end(sampled(repeated(told(nodes.add("SD_4XUpscale_Conditioning",
			"images", pixels, "positive", prompts.positive(), "negative", prompts
				.negative(), "scale_ratio", values.number("ratio"),
			"noise_augmentation", values.number("augmentation")))), "denoise"));
	}

	/**
	 * Adds what all begin with.
	 *
	 * @param from the picture that is worked on, or null
	 * @return it, loaded
	 */
	private Value.Link begin(final RecordedPictures from) {
		models = ModelNodes.of(nodes, record);
		prompts = PromptNodes.of(nodes, values, models.clip(), picture);
		final Value.Link pixels = from == null ? null : nodes.add("LoadImage",
			"image", from.image());
		prompts = prompts.steered(nodes, values, pixels);
		return pixels;
	}

	private Value.Link encoded(final Value.Link pixels) {
		return nodes.add("VAEEncode", "pixels", pixels, "vae", models.vae());
	}

	private Value.Link repeated(final Value.Link latent) {
		return values.whole("batch") == 1 ? latent : nodes.add("RepeatLatentBatch",
			"samples", latent, "amount", values.whole("batch"));
	}

	private Value.Link sampled(final Value.Link latent, final String denoise) {
		return nodes.add("KSampler", "model", models.model(), "seed", values.seed(),
			"steps", values.whole("steps"), "cfg", values.number("cfg"),
			"sampler_name", values.text("sampler"), "scheduler", values.text(
				"scheduler"), "positive", prompts.positive(), "negative", prompts
					.negative(), "latent_image", latent, "denoise", values.number(
						denoise));
	}

	/** Adds what all end with: a picture of a batch is taken out of it. */
	private Graph end(final Value.Link latent) {
		final Value.Link one = !values.has("item") ? latent : nodes.add(
			"LatentFromBatch", "samples", latent, "batch_index", values.whole("item"),
			"length", 1);
		nodes.add("SaveImage", "images", nodes.add("VAEDecode", "samples", one,
			"vae", models.vae()), "filename_prefix", "LatentJ");
		return nodes.graph();
	}
}
