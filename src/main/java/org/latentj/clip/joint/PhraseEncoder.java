
package org.latentj.clip.joint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.latentj.checkpoint.Weights;
import org.latentj.clip.ClipTextConfig;
import org.latentj.clip.ClipTextEncoder;
import org.latentj.clip.ClipTokenizer;
import org.latentj.clip.Embeddings;
import org.latentj.clip.PromptWeights;
import org.latentj.clip.TokenChunk;
import org.latentj.clip.WeightedText;
import org.latentj.control.StopSignal;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/**
 * An open text encoder of CLIP with its projection: phrases to vectors in the
 * space in which pictures lie, too (Radford et al. 2021). The state of the last
 * layer at the first end token counts.
 */
public final class PhraseEncoder implements OpenNetwork {

	/** Tokens of the longest phrase: all but those of start and end. */
	private static final int MOST_TOKENS = TokenChunk.LENGTH - 2;

	private static final ClipTokenizer TOKENIZER = new ClipTokenizer(
		ClipTokenizer.END, Embeddings.NONE);

	private final ClipTextEncoder network;

	private PhraseEncoder(final ClipTextEncoder network) {
		this.network = network;
	}

	static OnnxModel graph(final Weights text, final ClipTextConfig config) {
		return ClipTextEncoder.graph(text, config);
	}

	/**
	 * Opens one.
	 *
	 * @param pair has a text encoder
	 */
	public static PhraseEncoder open(final ClipPair pair,
		final OrtSettings settings)
	{
		return new PhraseEncoder(ClipTextEncoder.open(pair.requireText(), pair
			.textConfig().orElseThrow(), settings));
	}

	/**
	 * The tokens of a phrase. NB: a phrase becomes one vector, in which the
	 * weight of a word means nothing.
	 *
	 * @throws IllegalArgumentException if it is empty or too long, gives words
	 *           weights, or names an embedding or a LoRA
	 */
	public static TokenChunk tokens(final String phrase) {
		if (phrase.isBlank()) {
			throw new IllegalArgumentException(
				"a phrase is empty; a few words are valid, as in a cat");
		}
		for (final WeightedText part : PromptWeights.parse(phrase)) {
			if (part.weight() != 1) {
				throw new IllegalArgumentException("the phrase '" + phrase +
					"' gives '" + part.text() + "' a weight of " + (float) part.weight() +
					", but phrases are compared as a whole: leave the " +
					"brackets out, or write plain ones as \\( and \\)");
			}
		}
		if (phrase.contains("embedding:")) {
			throw new IllegalArgumentException("the phrase '" + phrase +
				"' names an embedding, which is for prompts: leave it out");
		}
		if (phrase.matches("(?is).*<(lora|lyco):.*")) {
			throw new IllegalArgumentException("the phrase '" + phrase +
				"' names a LoRA, which is for prompts: leave it out");
		}
		final List<TokenChunk> chunks = TOKENIZER.tokenize(phrase);
		if (chunks.size() > 1) {
			throw new IllegalArgumentException("the phrase '" + phrase +
				"' is too long: at most " + MOST_TOKENS +
				" tokens are valid, about as many words");
		}
		return chunks.get(0);
	}

	/**
	 * The vectors of phrases.
	 *
	 * @param phrases at least one
	 * @return [N, projection], not normalised
	 * @throws IllegalArgumentException as {@link #tokens}
	 */
	public Tensor embed(final List<String> phrases, final StopSignal stop) {
		final List<TokenChunk> chunks = new ArrayList<>();
		phrases.forEach(phrase -> chunks.add(tokens(phrase)));
		return network.encodeAll(chunks, 1, true, stop).pooled().orElseThrow();
	}

	@Override
	public MemoryMode mode() {
		return network.mode();
	}

	@Override
	public Map<String, Integer> onProcessor() {
		return network.onProcessor();
	}

	@Override
	public void close() {
		network.close();
	}
}
