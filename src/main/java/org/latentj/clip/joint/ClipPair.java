
package org.latentj.clip.joint;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

import org.latentj.checkpoint.Weights;
import org.latentj.clip.ClipTextConfig;
import org.latentj.clip.vision.ClipVision;
import org.latentj.clip.vision.ClipVisionConfig;

/**
 * A picture encoder and perhaps a text encoder whose vectors lie in one space.
 *
 * @param vision weights of the picture encoder
 * @param text weights of the text encoder, if there is one
 * @param textConfig what they tell
 * @param scale what cosines are multiplied by before a softmax
 * @param scaleIsTold whether a file tells the scale; else it is
 *          {@value #USUAL_SCALE}
 */
public record ClipPair(Weights vision, Optional<Weights> text,
		Optional<ClipTextConfig> textConfig, double scale, boolean scaleIsTold) {

	/** Where CLIP's training stops the scale, and where most models end. */
	public static final double USUAL_SCALE = 100;

	/** The widest text encoder of OpenAI's models, that of ViT-L/14. */
	private static final int WIDEST_OF_OPENAI = 768;

	/**
	 * Those of a whole CLIP model, or of two files. Headers tell; both are whole
	 * and fit together.
	 *
	 * @param model has the picture encoder
	 * @param other has the text encoder; if there is none, the model's own counts
	 * @throws IllegalArgumentException if something is missing or does not fit;
	 *           it names the file
	 * @throws IOException if the scale cannot be read
	 */
	public static ClipPair of(final ClipFile model,
		final Optional<ClipFile> other) throws IOException
	{
		final Weights vision = model.vision();
		ClipVision.graph(vision);
		final OptionalDouble own = model.scale();
		final OptionalDouble scale = own.isPresent() || other.isEmpty() ? own
			: other.get().scale();
		final ClipFile texts = other.orElse(model);
		if (other.isEmpty() && !model.hasText()) {
			return new ClipPair(vision, Optional.empty(), Optional.empty(), scale
				.orElse(USUAL_SCALE), scale.isPresent());
		}
		final Weights text = texts.projectedText();
		final ClipTextConfig config = ClipTextConfig.of(text, other.isEmpty()
			? ClipVision.config(vision).quickGelu() : quickGelu(text)).pooled(text);
		PhraseEncoder.graph(text, config);
		requireFit(vision, text, config);
		return new ClipPair(vision, Optional.of(text), Optional.of(config), scale
			.orElse(USUAL_SCALE), scale.isPresent());
	}

	private static boolean quickGelu(final Weights text) {
		return ClipVisionConfig.quickGelu(text, text.size(
			"embeddings.token_embedding.weight", 1) <= WIDEST_OF_OPENAI);
	}

	private static void requireFit(final Weights vision, final Weights text,
		final ClipTextConfig config)
	{
		final int pictures = ClipVision.config(vision).projection();
		if (pictures != config.pooledWidth()) {
			throw text.problem("the text encoder's projection gives " + config
				.pooledWidth() + " numbers, that of the image encoder in " + vision
					.place("").file() + " gives " + pictures +
				": they are not of one CLIP model; choose the text encoder that belongs to it");
		}
	}

	/**
	 * The text encoder's weights.
	 *
	 * @throws IllegalArgumentException if there is none; it says what to choose
	 */
	public Weights requireText() {
		return text.orElseThrow(() -> vision.problem(
			"has an image encoder alone, which reads no phrases; choose a text encoder beside it (clip), or a whole CLIP model"));
	}
}
