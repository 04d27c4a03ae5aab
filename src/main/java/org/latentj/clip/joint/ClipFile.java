
package org.latentj.clip.joint;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.OpenClipNaming;
import org.latentj.checkpoint.naming.TextModelNaming;
import org.latentj.clip.vision.ClipVision;

/**
 * What of CLIP (Radford et al. 2021) lies in a file: picture encoder, text
 * encoder or both, in transformers' naming ({@code vision_model},
 * {@code text_model}, projections beside them) or in OpenCLIP's and OpenAI's
 * ({@code visual}, {@code transformer}). Checkpoints of unCLIP have a picture
 * encoder, those of Stable Diffusion 2.x and XL a text encoder with its
 * projection, too.
 *
 * @param weights all of the file
 */
public record ClipFile(Weights weights) {

	/** Natural logarithm of what cosines are multiplied by. */
	public static final String LOGIT_SCALE = "logit_scale";

	/** Where checkpoints of unCLIP have the picture encoder. */
	public static final String IN_UNCLIP = "embedder.model";

	private static final String PROJECTION = "text_projection";

	private static final String TRANSFORMERS = "text_model.encoder";

	private static final String OPEN_CLIP = "transformer.resblocks";

	/** Below which names checkpoints have a text encoder with a projection. */
	private static final List<String> IN_CHECKPOINTS = List.of(
		"conditioner.embedders.1.model", "conditioner.embedders.0.model",
		"cond_stage_model.model");

	/** Whether there is a picture encoder in it. */
	public boolean hasVision() {
		return ClipVision.isIn(weights) || ClipVision.isIn(weights.at(IN_UNCLIP));
	}

	/**
	 * The picture encoder's weights, as {@link ClipVision#graph} takes them.
	 *
	 * @throws IllegalArgumentException if it has none; it names the file
	 */
	public Weights vision() {
		if (!hasVision()) {
			throw weights.problem("has no image encoder of CLIP ('" +
				ClipVision.PREFIX + ".' ..., 'visual.' ... or '" + IN_UNCLIP +
				".visual.' ...); choose a CLIP model");
		}
		final Weights file = ClipVision.isIn(weights) ? weights : weights.at(
			IN_UNCLIP);
		return new SomeWeights(file, name -> name.startsWith(ClipVision.PREFIX +
			".") || name.startsWith(ClipVision.PROJECTION) || name.startsWith(
				"visual."));
	}

	/** Whether there is a text encoder in it, with a projection or without. */
	public boolean hasText() {
		return text().isPresent();
	}

	/**
	 * The text encoder's weights in transformers' naming, without
	 * {@code text_model.}
	 */
	Optional<Weights> text() {
		if (weights.hasAny(TRANSFORMERS)) {
			return Optional.of(new SomeWeights(weights, name -> name.startsWith(
				"text_model.") || name.startsWith(PROJECTION)).renamed(
					new TextModelNaming()));
		}
		if (weights.hasAny(OPEN_CLIP)) {
			return Optional.of(new SomeWeights(weights, name -> !name.startsWith(
				"visual.") && !name.equals(LOGIT_SCALE)).renamed(new OpenClipNaming()));
		}
		return IN_CHECKPOINTS.stream().map(weights::at).filter(w -> w.hasAny(
			OPEN_CLIP)).findFirst().map(w -> w.renamed(new OpenClipNaming()));
	}

	/**
	 * The text encoder's weights with a projection.
	 *
	 * @throws IllegalArgumentException if it has none; it names the file
	 */
	Weights projectedText() {
		final Weights text = text().orElseThrow(() -> weights.problem(
			"has no text encoder of CLIP ('" + TRANSFORMERS + ".' ... or '" +
				OPEN_CLIP + ".' ...); choose a file with one"));
		if (!text.has(PROJECTION) && !text.has(PROJECTION + ".weight")) {
			throw text.problem("has a text encoder without '" + PROJECTION +
				".weight' (or '" + PROJECTION +
				"'), by which texts come into the space of pictures; choose a whole CLIP model, or a text encoder with its projection");
		}
		return text;
	}

	/**
	 * What cosines are multiplied by before a softmax, if the file tells it.
	 *
	 * @throws IllegalArgumentException if it is no positive number
	 */
	OptionalDouble scale() throws IOException {
		if (!weights.has(LOGIT_SCALE)) {
			return OptionalDouble.empty();
		}
		final double scale = weights.get(LOGIT_SCALE).count() == 1 ? Math.exp(
			weights.read(LOGIT_SCALE).data()[0]) : Double.NaN;
		if (!Double.isFinite(scale) || scale <= 0) {
			throw weights.problem(LOGIT_SCALE, "one number is valid, the natural " +
				"logarithm of a factor, as in 4.6052");
		}
		return OptionalDouble.of(scale);
	}
}
