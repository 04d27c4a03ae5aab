
package org.latentj.family.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.latentj.checkpoint.Weights;
import org.latentj.clip.ClipTextEncoder;
import org.latentj.clip.ClipTokenizer;
import org.latentj.clip.TokenChunk;
import org.latentj.control.StopSignal;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.tensor.Tensor;

/**
 * The prompt encoder of families with one CLIP or several: chunks of tokens,
 * hidden states of a layer, weights of words. The states of several stand side
 * by side, [1, tokens, the sum of their widths]; the pooled text is that of the
 * last one that has any, of its first chunk. A prompt that comes again, as for
 * each slice of a stack, is encoded once.
 */
public final class ClipPromptEncoder implements TextEncoder {

	/**
	 * A CLIP that is open.
	 *
	 * @param clip how it is used
	 * @param tokenizer with embeddings for it
	 * @param network the open network
	 */
	private record Open(Clip clip, ClipTokenizer tokenizer,
			ClipTextEncoder network) {

		List<TokenChunk> chunks(final String prompt) {
			return tokenizer.tokenize(prompt).stream().map(c -> c.fitting(network
				.config().width(), tokenizer.padding())).toList();
		}
	}

	private final List<Open> encoders;

	private final EncodedPrompts known;

	private final AtomicLong encodings;

	private ClipPromptEncoder(final List<Open> encoders,
		final EncodedPrompts known, final AtomicLong encodings)
	{
		this.encoders = encoders;
		this.known = known;
		this.encodings = encodings;
	}

	/**
	 * Opens one.
	 *
	 * @param clips its CLIPs, at least one
	 * @param weights theirs, as {@link Clip#weights} joins them
	 */
	public static TextEncoder open(final List<Clip> clips, final Weights weights,
		final OrtSettings settings)
	{
		final List<Open> open = new ArrayList<>();
		try {
			for (final Clip clip : clips) {
				open.add(new Open(clip, clip.tokenizer(), clip.open(Clip.of(clip, clips,
					weights), settings)));
			}
		}
		catch (final RuntimeException e) {
			open.forEach(o -> o.network().close());
			throw e;
		}
		return new ClipPromptEncoder(List.copyOf(open), new EncodedPrompts(),
			new AtomicLong());
	}

	@Override
	public TextEncoder withEmbeddings(final EmbeddingFiles embeddings) {
		return new ClipPromptEncoder(encoders.stream().map(o -> new Open(o.clip(), o
			.tokenizer().with(embeddings.of(o.network().config().width(), o.clip()
				.key(), warning -> {})), o.network())).toList(), known, encodings);
	}

	@Override
	public MemoryMode mode() {
		return encoders.get(0).network().mode();
	}

	@Override
	public Map<String, Integer> onProcessor() {
		final Map<String, Integer> all = new TreeMap<>();
		encoders.forEach(o -> o.network().onProcessor().forEach((kind, count) -> all
			.merge(kind, count, Integer::sum)));
		return all;
	}

	@Override
	public Conditioning encode(final String prompt,
		final Map<String, String> others, final int clipSkip, final StopSignal stop)
	{
		final List<List<TokenChunk>> chunks = new ArrayList<>(encoders.stream().map(
			o -> o.chunks(others.getOrDefault(o.clip().key(), prompt))).toList());
		if (!others.isEmpty()) {
			fill(chunks);
		}
		final Optional<Conditioning> before = known.find(chunks, clipSkip);
		if (before.isPresent()) {
			return before.get();
		}
		encodings.incrementAndGet();
		final List<ClipTextEncoder.Text> texts = new ArrayList<>();
		for (int i = 0; i < encoders.size(); i++) {
			texts.add(encode(encoders.get(i), chunks.get(i), clipSkip, stop));
		}
		final Conditioning fresh = joined(texts);
		known.keep(chunks, clipSkip, fresh);
		return fresh;
	}

	/** To as many chunks for each encoder, with those of no text. */
	private void fill(final List<List<TokenChunk>> chunks) {
		final int most = chunks.stream().mapToInt(List::size).max().orElseThrow();
		for (int i = 0; i < chunks.size(); i++) {
			final List<TokenChunk> all = new ArrayList<>(chunks.get(i));
			while (all.size() < most) {
				all.add(encoders.get(i).clip().emptyChunk());
			}
			chunks.set(i, List.copyOf(all));
		}
	}

	@Override
	public long encodings() {
		return encodings.get();
	}

	/** States [1, tokens, width] and pooled text [1, width]. */
	private static ClipTextEncoder.Text encode(final Open encoder,
		final List<TokenChunk> prompt, final int clipSkip, final StopSignal stop)
	{
		final List<TokenChunk> chunks = new ArrayList<>(prompt);
		final int count = chunks.size();
		final boolean weighted = chunks.stream().anyMatch(TokenChunk::isWeighted);
		if (weighted) {
			chunks.add(encoder.clip().emptyChunk());
		}
		final ClipTextEncoder.Text all = encoder.network().encodeAll(chunks,
			clipSkip, encoder.clip().normed(), stop);
		final Tensor text = all.states().items(0, count);
		if (weighted) {
			weigh(text.data(), all.states().items(count, count + 1).data(), chunks);
		}
		return new ClipTextEncoder.Text(text.reshape(1, count * TokenChunk.LENGTH,
			text.size(2)), all.pooled().map(p -> p.items(0, 1)));
	}

	/**
	 * NB: where an embedding gives one encoder more chunks than another, the
	 * shortest counts, as in ComfyUI.
	 */
	private static Conditioning joined(final List<ClipTextEncoder.Text> texts) {
		final int tokens = texts.stream().mapToInt(t -> t.states().size(1)).min()
			.orElseThrow();
		final int width = texts.stream().mapToInt(t -> t.states().size(2)).sum();
		final Tensor context = Tensor.zeros(1, tokens, width);
		int column = 0;
		for (final ClipTextEncoder.Text text : texts) {
			final int own = text.states().size(2);
			for (int i = 0; i < tokens; i++) {
				System.arraycopy(text.states().data(), i * own, context.data(), i *
					width + column, own);
			}
			column += own;
		}
		final Optional<Tensor> pooled = texts.stream().flatMap(t -> t.pooled()
			.stream()).reduce((first, second) -> second);
		final Conditioning conditioning = Conditioning.ofContext(context);
		return pooled.map(conditioning::withPooled).orElse(conditioning);
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
		encoders.forEach(o -> o.network().close());
	}
}
