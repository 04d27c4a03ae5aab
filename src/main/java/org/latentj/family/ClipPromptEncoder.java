
package org.latentj.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.latentj.clip.ClipTextEncoder;
import org.latentj.clip.ClipTokenizer;
import org.latentj.clip.TokenChunk;
import org.latentj.control.StopSignal;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.tensor.Tensor;

/**
 * The prompt encoder of families with one CLIP: chunks of tokens, hidden states
 * of a layer, weights of words. A prompt that comes again, as for each slice of
 * a stack, is encoded once.
 */
final class ClipPromptEncoder implements TextEncoder {

	private final ClipTokenizer tokenizer;

	private final ClipTextEncoder clip;

	private final boolean normed;

	private final String embeddingKey;

	private final EncodedPrompts known;

	private final AtomicLong encodings;

	/**
	 * @param clip closed together with this
	 * @param normed whether the final layer normalisation is applied to the layer
	 *          that is used
	 * @param embeddingKey the encoder's name in embedding files for several
	 */
	ClipPromptEncoder(final ClipTokenizer tokenizer, final ClipTextEncoder clip,
		final boolean normed, final String embeddingKey)
	{
		this(tokenizer, clip, normed, embeddingKey, new EncodedPrompts(),
			new AtomicLong());
	}

	private ClipPromptEncoder(final ClipTokenizer tokenizer,
		final ClipTextEncoder clip, final boolean normed, final String embeddingKey,
		final EncodedPrompts known, final AtomicLong encodings)
	{
		this.tokenizer = tokenizer;
		this.clip = clip;
		this.normed = normed;
		this.embeddingKey = embeddingKey;
		this.known = known;
		this.encodings = encodings;
	}

	@Override
	public TextEncoder withEmbeddings(final EmbeddingFiles embeddings) {
		return new ClipPromptEncoder(tokenizer.with(embeddings.of(clip.config()
			.width(), embeddingKey, warning -> {})), clip, normed, embeddingKey,
			known, encodings);
	}

	@Override
	public MemoryMode mode() {
		return clip.mode();
	}

	@Override
	public Conditioning encode(final String prompt, final int clipSkip,
		final StopSignal stop)
	{
		final List<TokenChunk> chunks = tokenizer.tokenize(prompt).stream().map(
			c -> c.fitting(clip.config().width(), tokenizer.padding())).toList();
		final Optional<Conditioning> before = known.find(chunks, clipSkip);
		if (before.isPresent()) {
			return before.get();
		}
		final Conditioning fresh = encode(chunks, clipSkip, stop);
		known.keep(chunks, clipSkip, fresh);
		return fresh;
	}

	@Override
	public long encodings() {
		return encodings.get();
	}

	private Conditioning encode(final List<TokenChunk> prompt, final int clipSkip,
		final StopSignal stop)
	{
		encodings.incrementAndGet();
		final List<TokenChunk> chunks = new ArrayList<>(prompt);
		final int count = chunks.size();
		final boolean weighted = chunks.stream().anyMatch(TokenChunk::isWeighted);
		if (weighted) {
			chunks.addAll(tokenizer.tokenize(""));
		}
		final Tensor states = clip.encode(chunks, clipSkip, normed, stop);
		final Tensor text = states.items(0, count);
		if (weighted) {
			weigh(text.data(), states.items(count, count + 1).data(), chunks);
		}
		return Conditioning.ofContext(text.reshape(1, count * TokenChunk.LENGTH,
			text.size(2)));
	}

	/**
	 * Moves each token's state away from, or towards, the state that the empty
	 * prompt has at that place.
	 */
	private static void weigh(final float[] states, final float[] empty,
		final List<TokenChunk> chunks)
	{
		final int width = empty.length / TokenChunk.LENGTH;
		for (int i = 0; i < states.length; i++) {
			final int token = i / width;
			final float weight = chunks.get(token / TokenChunk.LENGTH)
				.weights()[token % TokenChunk.LENGTH];
			if (weight != 1) {
				final float origin = empty[i % empty.length];
				states[i] = (states[i] - origin) * weight + origin;
			}
		}
	}

	@Override
	public void close() {
		clip.close();
	}
}
