
package org.latentj.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Turns prompts into CLIP's tokens, equal to those of ComfyUI 0.3.64 token for
 * token: weights as {@link PromptWeights} reads them, {@code embedding:name},
 * chunks of {@value TokenChunk#LENGTH}.
 *
 * <pre>
 *
 * final List&lt;TokenChunk&gt; chunks = new ClipTokenizer(ClipTokenizer.END,
 * 	Embeddings.NONE).tokenize("a (cat:1.2) on a sofa");
 * </pre>
 *
 * Any text is valid, the empty one too, which makes one chunk; the clean-up of
 * odd characters is CLIP's own ({@code ClipWords}). Time grows with the
 * prompt's length n as n log n, save for absurd runs of combining marks, which
 * Java's NFC sorts in quadratic time. Safe for threads.
 */
public final class ClipTokenizer {

	/** The token before each chunk's text. */
	public static final int START = 49406;

	/** The token after each chunk's text. */
	public static final int END = 49407;

	private static final Map<String, Integer> SPECIAL = Map.of("<|startoftext|>",
		START, "<|endoftext|>", END);

	private static final Pattern AROUND_SPECIAL = Pattern.compile(
		"(?<=<\\|(?:startof|endof)text\\|>)|(?=<\\|(?:startof|endof)text\\|>)");

	private static final Pattern BEFORE_EMBEDDING = Pattern.compile(
		"[ \n](?=embedding:)");

	private final BytePairEncoder encoder = BytePairEncoder.instance();

	private final int padding;

	private final Embeddings embeddings;

	/**
	 * @param padding the token that fills chunks up: {@link #END} for SD 1.x, 0
	 *          for the OpenCLIP encoders of SD 2.x and SDXL
	 * @param embeddings where {@code embedding:name} is looked up
	 */
	public ClipTokenizer(final int padding, final Embeddings embeddings) {
		this.padding = padding;
		this.embeddings = embeddings;
	}

	/** The token that fills chunks up. */
	public int padding() {
		return padding;
	}

	/** The same tokens, but {@code embedding:name} is looked up elsewhere. */
	public ClipTokenizer with(final Embeddings others) {
		return new ClipTokenizer(padding, others);
	}

	/**
	 * Tokens of a prompt in ComfyUI's syntax.
	 *
	 * @return at least one chunk
	 * @throws IllegalArgumentException if a weight is not finite or an embedding
	 *           is missing or wrongly named; it says where and what would be
	 *           valid
	 */
	public List<TokenChunk> tokenize(final String prompt) {
		return tokenize(PromptWeights.parse(prompt));
	}

	/**
	 * A word of a prompt: letters, or one digit, or signs, as CLIP takes them one
	 * by one; or a reference to an embedding.
	 *
	 * @param text in lower case; a reference as it was written
	 * @param places of its tokens in all chunks, from 0
	 */
	public record Word(String text, List<Integer> places) {

		/** Copies the list. */
		public Word {
			places = List.copyOf(places);
		}
	}

	/**
	 * The words of a prompt in ComfyUI's syntax, and where their tokens are.
	 *
	 * @throws IllegalArgumentException as {@link #tokenize(String)}
	 */
	public List<Word> words(final String prompt) {
		final List<Word> words = new ArrayList<>();
		tokenize(PromptWeights.parse(prompt), words);
		return words;
	}

	/**
	 * Tokens of texts whose brackets mean nothing.
	 *
	 * @return at least one chunk
	 * @throws IllegalArgumentException if an embedding is missing or wrongly
	 *           named
	 */
	public List<TokenChunk> tokenize(final List<WeightedText> texts) {
		return tokenize(texts, new ArrayList<>());
	}

	private List<TokenChunk> tokenize(final List<WeightedText> texts,
		final List<Word> words)
	{
		final ChunkBuilder chunks = new ChunkBuilder(padding);
		for (final WeightedText text : texts) {
			for (final String part : BEFORE_EMBEDDING.split(text.text())) {
				add(chunks, part, (float) text.weight(), words);
			}
		}
		return chunks.build();
	}

	private void add(final ChunkBuilder chunks, final String part,
		final float weight, final List<Word> words)
	{
		if (part.startsWith(EmbeddingReference.MARK)) {
			final EmbeddingReference reference = EmbeddingReference.read(part,
				embeddings);
			words.add(new Word(part.split("\\s", 2)[0], places(chunks.addVectors(
				reference.vectors(), weight))));
			addText(chunks, reference.rest(), weight, words);
		}
		else {
			if (part.contains(EmbeddingReference.MARK)) {
				Arrays.stream(part.split("\\s+")).filter(w -> w.contains(
					EmbeddingReference.MARK)).forEach(embeddings::onPlainText);
			}
			addText(chunks, part, weight, words);
		}
	}

	private void addText(final ChunkBuilder chunks, final String text,
		final float weight, final List<Word> words)
	{
		final List<String> own = AROUND_SPECIAL.splitAsStream(text).flatMap(
			s -> SPECIAL.containsKey(s) ? Stream.of(s) : ClipWords.of(s)).toList();
		final List<int[]> ids = own.stream().map(w -> idsOfWord(w).toArray())
			.toList();
		final int[] places = chunks.addTokens(ids.stream().flatMapToInt(
			Arrays::stream).toArray(), weight);
		int from = 0;
		for (int i = 0; i < own.size(); i++) {
			final int to = from + ids.get(i).length;
			words.add(new Word(own.get(i), places(Arrays.copyOfRange(places, from,
				to))));
			from = to;
		}
	}

	private static List<Integer> places(final int[] places) {
		return Arrays.stream(places).boxed().toList();
	}

	private IntStream idsOfWord(final String word) {
		final Integer special = SPECIAL.get(word);
		return special != null ? IntStream.of(special) : Arrays.stream(encoder
			.encode(word));
	}
}
