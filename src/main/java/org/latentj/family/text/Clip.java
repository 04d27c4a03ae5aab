
package org.latentj.family.text;

import java.util.List;
import java.util.function.Consumer;

import org.latentj.checkpoint.Weights;
import org.latentj.clip.ClipTextConfig;
import org.latentj.clip.ClipTextEncoder;
import org.latentj.clip.ClipTokenizer;
import org.latentj.clip.Embeddings;
import org.latentj.clip.TokenChunk;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.onnx.runtime.OrtSettings;

/**
 * How a family uses one of its CLIP text encoders.
 *
 * @param key what embedding files for several encoders call the vectors for
 *          this one: {@code clip_l}, {@code clip_g}, {@code clip_h}
 * @param weights in transformers' naming, without {@code text_model.}
 * @param quickGelu whether its activation is the approximation of OpenAI's
 *          models
 * @param padding the token that fills chunks up
 * @param normed whether the final layer normalisation is applied to the layer
 *          that is used
 * @param pooled whether the text as one vector is wanted, too, where the
 *          weights have the projection that makes it
 * @param omitted layers behind the last that the file has left out
 */
public record Clip(String key, Weights weights, boolean quickGelu, int padding,
		boolean normed, boolean pooled, int omitted) {

	/** OpenAI's ViT-L/14: fills up with end tokens, no pooled text. */
	public static Clip openAi(final Weights weights, final boolean normed) {
		return new Clip("clip_l", weights, true, ClipTokenizer.END, normed, false,
			0);
	}

	/** One of OpenCLIP's: fills up with zeros, has a pooled text. */
	public static Clip openClip(final String key, final Weights weights,
		final boolean normed)
	{
		return new Clip(key, weights, false, 0, normed, true, 0);
	}

	/** The same of a file that has left out so many layers at the end. */
	public Clip omitting(final int last) {
		return new Clip(key, weights, quickGelu, padding, normed, pooled, last);
	}

	/**
	 * The weights of several as those of one component, each below its key; those
	 * of one as they are.
	 */
	public static Weights weights(final List<Clip> clips) {
		return clips.size() == 1 ? clips.get(0).weights() : Weights.named(clips
			.stream().map(Clip::key).toList(), clips.stream().map(Clip::weights)
				.toList());
	}

	/** Its own weights of those of all. */
	static Weights of(final Clip clip, final List<Clip> clips,
		final Weights all)
	{
		return clips.size() == 1 ? all : all.at(clip.key());
	}

	private ClipTextConfig config(final Weights of) {
		final ClipTextConfig config = ClipTextConfig.of(of, quickGelu).omitting(
			omitted);
		return pooled ? config.pooled(of) : config;
	}

	/**
	 * Fails unless its weights are whole.
	 *
	 * @throws IllegalArgumentException that names the file and what is missing or
	 *           does not fit
	 */
	public void require() {
		ClipTextEncoder.graph(weights, config(weights));
	}

	/**
	 * Fails as its reading of a prompt would.
	 *
	 * @param warned told of what is passed over
	 */
	public void check(final String prompt, final int clipSkip,
		final EmbeddingFiles embeddings, final Consumer<String> warned)
	{
		final ClipTextConfig config = config(weights);
		config.requireSkip(clipSkip);
		tokenizer().with(embeddings.of(config.width(), key, warned)).tokenize(
			prompt);
	}

	/**
	 * The words of a prompt as it reads them.
	 *
	 * @throws IllegalArgumentException if it would refuse the prompt, or passes
	 *           over an embedding in it, so that places move
	 */
	public PromptWords words(final String prompt,
		final EmbeddingFiles embeddings)
	{
		final ClipTextConfig config = config(weights);
		final ClipTokenizer reading = tokenizer().with(embeddings.of(config.width(),
			key, warning -> {}));
		for (final TokenChunk chunk : reading.tokenize(prompt)) {
			if (!chunk.equals(chunk.fitting(config.width(), padding))) {
				throw new IllegalArgumentException("the prompt has an embedding of " +
					"another width than the text encoder's, " + config.width() +
					", which is passed over: leave it out");
			}
		}
		return new PromptWords(reading.words(prompt));
	}

	ClipTokenizer tokenizer() {
		return new ClipTokenizer(padding, Embeddings.NONE);
	}

	/** The chunk that stands for no text. */
	TokenChunk emptyChunk() {
		return tokenizer().tokenize("").get(0);
	}

	ClipTextEncoder open(final Weights of, final OrtSettings settings) {
		return ClipTextEncoder.open(of, config(of), settings);
	}
}
