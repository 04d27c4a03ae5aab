
package org.latentj.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.pipeline.Prompt;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever a prompt holds, it becomes chunks, or is refused with an
 * {@link IllegalArgumentException} that names the place.
 */
class PromptFuzzTest {

	private static final ClipTokenizer TOKENIZER = new ClipTokenizer(
		ClipTokenizer.END, Embeddings.NONE);

	@Property
	void makesChunksOfAnyText(@ForAll final String prompt) {
		assertChunksOrRefused(prompt);
	}

	@Property
	void makesChunksOfAnySyntax(@ForAll("syntax") final String prompt) {
		assertChunksOrRefused(prompt);
	}

	@Property
	void leavesTextWithoutBracketsAlone(@ForAll("plain") final String prompt) {
		assertEquals(prompt.isEmpty() ? List.of() : List.of(new WeightedText(prompt,
			1)), PromptWeights.parse(prompt));
	}

	@Property
	void losesNothingButBracketsAndWeights(
		@ForAll("syntax") final String prompt)
	{
		try {
			for (final WeightedText piece : PromptWeights.parse(prompt)) {
				assertFalse(piece.text().isEmpty());
				assertTrue(prompt.replace("\\(", "(").replace("\\)", ")").contains(piece
					.text()));
			}
		}
		catch (final IllegalArgumentException e) {
			assertTrue(e.getMessage().startsWith("prompt, "), e.getMessage());
		}
	}

	@Provide
	Arbitrary<String> syntax() {
		return Arbitraries.of("(", ")", ":", "\\", "1.3", "-1", "nan", "1e999", "a",
			" ", "cat", "embedding:", "embedding:../x", "\n", "[", "]", "0", ".", "_",
			"<|endoftext|>", "\ud83d", "\0", "\u200d").list().ofMaxSize(60).map(
				parts -> String.join("", parts));
	}

	@Provide
	Arbitrary<String> plain() {
		return Arbitraries.strings().excludeChars('(', ')');
	}

	/** NB: what takes time by the square of the length would take minutes. */
	@ParameterizedTest
	@CsvSource({ "(, 100000", "(a, 100000", "((a:2), 99988", "(:, 100000" })
	void readsLongPrompts(final String sign, final int letters) {
		assertEquals(letters, PromptWeights.parse(sign.repeat(100_000 / sign
			.length())).stream().mapToInt(w -> w.text().length()).sum());
	}

	@Test
	void warnsOfNothingInNamesWithoutAnEnd() {
		assertEquals(List.of(), new Prompt("<hypernet:".repeat(10_000), "")
			.warnings());
	}

	private static void assertChunksOrRefused(final String prompt) {
		try {
			for (final TokenChunk chunk : TOKENIZER.tokenize(prompt)) {
				assertEquals(ClipTokenizer.START, chunk.ids()[0]);
				assertEquals(ClipTokenizer.END, chunk.ids()[TokenChunk.LENGTH - 1]);
				for (int i = 0; i < TokenChunk.LENGTH; i++) {
					assertTrue(chunk.ids()[i] >= 0 && chunk
						.ids()[i] <= ClipTokenizer.END);
					assertTrue(Float.isFinite(chunk.weights()[i]));
				}
			}
		}
		catch (final IllegalArgumentException e) {
			assertTrue(e.getMessage().startsWith("prompt, "), e.getMessage());
		}
	}
}
