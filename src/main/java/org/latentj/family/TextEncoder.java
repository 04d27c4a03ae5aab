
package org.latentj.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.latentj.clip.ClipTextEncoder;
import org.latentj.clip.ClipTokenizer;
import org.latentj.clip.Embeddings;
import org.latentj.clip.TokenChunk;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.tensor.Tensor;

/**
 * Turns a prompt into a conditioning, as a family does it: chunks of tokens,
 * hidden states of a layer, weights of words. A prompt that comes again, as for
 * each slice of a stack, is encoded once.
 */
public final class TextEncoder implements OpenNetwork {

	/** What files for several encoders call the vectors for CLIP ViT-L/14. */
	private static final String EMBEDDING_KEY = "clip_l";

	private final ClipTokenizer tokenizer;

	private final ClipTextEncoder clip;

	private final boolean normed;

	private final EncodedPrompts known;

	private final AtomicLong encodings;

	/**
	 * @param clip closed together with this
	 * @param normed whether the final layer normalisation is applied to the layer
	 *          that is used
	 */
	TextEncoder(final ClipTokenizer tokenizer, final ClipTextEncoder clip,
		final boolean normed)
	{
		this(tokenizer, clip, normed, new EncodedPrompts(), new AtomicLong());
	}

	private TextEncoder(final ClipTokenizer tokenizer, final ClipTextEncoder clip,
		final boolean normed, final EncodedPrompts known,
		final AtomicLong encodings)
	{
		this.tokenizer = tokenizer;
		this.clip = clip;
		this.normed = normed;
		this.known = known;
		this.encodings = encodings;
	}

	/**
	 * The same encoder with learned words, which prompts name with
	 * {@code embedding:name}. It is closed together with this one. Files are read
	 * when they are named; one that cannot be used is an
	 * {@link java.io.UncheckedIOException}.
	 *
	 * @param embeddings files by name
	 */
	public TextEncoder withEmbeddings(final EmbeddingFiles embeddings) {
		return new TextEncoder(tokenizer.with(embeddings(embeddings, clip.config()
			.width(), warning -> {})), clip, normed, known, encodings);
	}

	/** Learned words for an encoder of this width. */
	static Embeddings embeddings(final EmbeddingFiles files, final int width,
		final Consumer<String> warnings)
	{
		return files.of(width, EMBEDDING_KEY, warnings);
	}

	@Override
	public MemoryMode mode() {
		return clip.mode();
	}

	/**
	 * Encodes a prompt in ComfyUI's syntax.
	 *
	 * @param clipSkip 1 = the last layer, 2 = the one before, ...
	 * @return of 77 tokens for each chunk of up to 75 tokens of text
	 */
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

	/**
	 * How many prompts the network has encoded so far; those that came again are
	 * not among them.
	 */
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
