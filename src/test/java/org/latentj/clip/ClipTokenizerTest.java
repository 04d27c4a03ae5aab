
package org.latentj.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.tensor.Tensor;

/** {@link ClipTokenizer}, beyond the prompts of {@link GoldenTokensTest}. */
class ClipTokenizerTest {

	private static final ClipTokenizer TOKENIZER = new ClipTokenizer(
		ClipTokenizer.END, Embeddings.NONE);

	@Test
	void makesOneChunkOfTheEmptyPrompt() {
		final List<TokenChunk> chunks = TOKENIZER.tokenize("");
		assertEquals(1, chunks.size());
		assertEquals(ClipTokenizer.START, chunks.get(0).ids()[0]);
		assertEquals(ClipTokenizer.END, chunks.get(0).ids()[1]);
		assertFalse(chunks.get(0).isWeighted());
	}

	@Test
	void tellsWhetherAnyWeightIsSet() {
		assertTrue(TOKENIZER.tokenize("a (b:0.9)").get(0).isWeighted());
		assertFalse(TOKENIZER.tokenize("a (b:1)").get(0).isWeighted());
	}

	@ParameterizedTest
	@CsvSource({ "a\ud800 cat, a cat", "\udc00a cat, a cat", "a\0 c\0at, a cat",
		"a \u202ecat\u202c, a cat", "a \u200fcat, a cat", "a ca\u200bt, a cat",
		"a\u2028cat, a cat", "a\u3000cat, a cat", "\ufeffa cat, a cat",
		"a \uffff\ufdd0cat, a cat", "A CAT, a cat", "cafe\u0301, caf\u00e9" })
	void cleansOddCharactersAsClipDoes(final String odd, final String plain) {
		assertArrayEquals(ids(plain), ids(odd));
	}

	@Test
	void keepsTheOrderOfRightToLeftText() {
		final int[] hebrew = ids("\u05d7\u05ea\u05d5\u05dc");
		assertArrayEquals(hebrew, ids("\u200f\u05d7\u05ea\u05d5\u05dc\u200f"));
		assertFalse(Arrays.equals(hebrew, ids("\u05dc\u05d5\u05ea\u05d7")));
	}

	@Test
	void keepsCharactersThatAreNewerThanThisJava() {
		// U+1FAF6, heart hands, came with Unicode 14 (Java 19)
		assertArrayEquals(new int[] { 558, 104, 370 }, ids("\ud83e\udef6"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a ", "((a:1)", "\\(", "\ud83d\ude00" })
	void takesAMillionCharacters(final String piece) {
		final String prompt = piece.repeat(1_000_000 / piece.length());
		assertTrue(TOKENIZER.tokenize(prompt).size() > 100);
	}

	@Test
	void splitsOnlyLargeGroupsBetweenChunks() {
		final String filler = "a ".repeat(72);
		assertArrayEquals(new int[] { 72, 5 }, sizes(filler + "(b b b b b:2)"));
		assertArrayEquals(new int[] { 75, 5 }, sizes(filler +
			"(b b b b b b b b:2)"));
		assertArrayEquals(new int[] { 75 }, sizes(filler + "(b b b:2)"));
		assertArrayEquals(new int[] { 75, 75, 50 }, sizes("a ".repeat(200)));
	}

	@Test
	void putsVectorsInPlaceOfTokens() {
		final TokenChunk chunk = new ClipTokenizer(ClipTokenizer.END,
			new OneEmbedding()).tokenize("a (embedding:dir/style:1.5), b").get(0);
		assertArrayEquals(new int[] { TokenChunk.VECTOR, TokenChunk.VECTOR }, Arrays
			.copyOfRange(chunk.ids(), 2, 4));
		assertArrayEquals(new float[] { 3, 4 }, chunk.vectors().get(3));
		assertArrayEquals(new float[] { 1, 1.5f, 1.5f, 1 }, Arrays.copyOfRange(chunk
			.weights(), 1, 5));
	}

	@Test
	void namesAMissingEmbeddingAndThoseThatThereAre() {
		assertRefused(new OneEmbedding(), "a embedding:stile, b",
			"prompt, embedding:stile: there is no such embedding; there is dir/style");
		assertRefused(Embeddings.NONE, "embedding:x",
			"prompt, embedding:x: there is no such embedding; there are none: their " +
				"files belong into the folder 'embeddings' of a model folder " +
				"(Plugins > LatentJ > Getting Started)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../../x", "/etc/passwd", "a/../b", "..\\x", "C:\\x",
		"a//b", "./x", ",", "a\u0001", "a/", "..." })
	void refusesEmbeddingNamesThatLeadElsewhere(final String name) {
		assertRefused(new OneEmbedding() {

			@Override
			public Optional<Tensor> find(final String asked) {
				throw new AssertionError("was asked for " + asked);
			}
		}, "a embedding:" + name + " b", "a name is needed that stays in the " +
			"folder of embeddings, as in embedding:style");
	}

	@Test
	void refusesVectorsOfAnotherShape() {
		assertRefused(new OneEmbedding() {

			@Override
			public Optional<Tensor> find(final String asked) {
				return Optional.of(Tensor.zeros(3));
			}
		}, "embedding:x", "have the shape [3]; [vectors, width] is needed");
	}

	private static int[] ids(final String prompt) {
		final int[] ids = TOKENIZER.tokenize(prompt).get(0).ids();
		return Arrays.stream(ids).skip(1).takeWhile(id -> id != ClipTokenizer.END)
			.toArray();
	}

	private static int[] sizes(final String prompt) {
		return TOKENIZER.tokenize(prompt).stream().mapToInt(c -> (int) Arrays
			.stream(c.ids()).skip(1).takeWhile(id -> id != ClipTokenizer.END).count())
			.toArray();
	}

	private static void assertRefused(final Embeddings embeddings,
		final String prompt, final String problem)
	{
		final ClipTokenizer tokenizer = new ClipTokenizer(ClipTokenizer.END,
			embeddings);
		final Exception e = assertThrows(IllegalArgumentException.class,
			() -> tokenizer.tokenize(prompt));
		assertTrue(e.getMessage().contains(problem), e.getMessage());
	}

	private static class OneEmbedding implements Embeddings {

		@Override
		public Optional<Tensor> find(final String name) {
			return name.equals("dir/style") ? Optional.of(new Tensor(new float[] { 1,
				2, 3, 4 }, 2, 2)) : Optional.empty();
		}

		@Override
		public List<String> names() {
			return List.of("dir/style");
		}
	}
}
