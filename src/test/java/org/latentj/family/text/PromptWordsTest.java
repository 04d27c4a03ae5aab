
package org.latentj.family.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.latentj.clip.ClipTokenizer;
import org.latentj.clip.Embeddings;
import org.latentj.clip.TokenChunk;
import org.latentj.sampling.attention.WordTokens;

class PromptWordsTest {

	private static PromptWords words(final String prompt) {
		return new PromptWords(new ClipTokenizer(ClipTokenizer.END, Embeddings.NONE)
			.words(prompt));
	}

	private static List<String> content(final String prompt) {
		return words(prompt).content().stream().map(WordTokens::word).toList();
	}

	@Test
	void findsTheWordsThatMayNameSomething() {
		assertEquals(List.of("round", "nuclei", "dark", "field"), content(
			"20 round nuclei, on a dark field!"));
	}

	@Test
	void readsWordsInsideOfWeights() {
		final PromptWords words = words(
			"many (red nuclei:1.3) and \\(dark\\) cells");
		// NB: "nuclei" is two tokens.
		assertEquals(List.of(3, 4), words.choose("nuclei").get(0).tokens());
		assertEquals(List.of("red", "nuclei", "dark", "cells"), content(
			"many (red nuclei:1.3) and \\(dark\\) cells"));
	}

	@Test
	void joinsTheTokensOfAWordAndOfAllItsPlaces() {
		// NB: "mitochondria" is several tokens.
		final PromptWords words = words("mitochondria near nuclei, mitochondria");
		final List<Integer> tokens = words.choose("mitochondria").get(0).tokens();
		final int each = tokens.size() / 2;
		assertEquals(true, each > 1);
		assertEquals(IntStream.range(1, 1 + each).boxed().toList(), tokens.subList(
			0, each));
		assertEquals(IntStream.range(each + 5, 2 * each + 5).boxed().toList(),
			tokens.subList(each, 2 * each));
	}

	@Test
	void takesSeveralWordsInARowAsOne() {
		final List<WordTokens> words = words("a two-channel image of cells").choose(
			"two-channel image , cells");
		assertEquals(List.of(2, 3, 4, 5), words.get(0).tokens());
		assertEquals("two-channel image", words.get(0).word());
		assertEquals(List.of(7), words.get(1).tokens());
	}

	@Test
	void findsWordsOfALaterChunk() {
		final PromptWords words = words("cell, ".repeat(40) + "nucleus");
		final int place = words.choose("nucleus").get(0).tokens().get(0);
		final List<TokenChunk> chunks = new ClipTokenizer(ClipTokenizer.END,
			Embeddings.NONE).tokenize("cell, ".repeat(40) + "nucleus");
		final int id = new ClipTokenizer(ClipTokenizer.END, Embeddings.NONE)
			.tokenize("nucleus").get(0).ids()[1];
		assertEquals(2, chunks.size());
		assertEquals(id, chunks.get(place / TokenChunk.LENGTH).ids()[place %
			TokenChunk.LENGTH]);
		assertEquals(true, place > TokenChunk.LENGTH);
	}

	@Test
	void refusesAWordThatIsNotThereWithThoseThatAre() {
		assertEquals(
			"the word 'mouse' is not in the prompt; its words are round, " + "nuclei",
			assertThrows(IllegalArgumentException.class, () -> words(
				"a few round nuclei, round").choose("nuclei, mouse")).getMessage());
		assertEquals(
			"the prompt has no word that could be looked for: give one that names " +
				"what is in the picture", assertThrows(IllegalArgumentException.class,
					() -> words("").choose("mouse")).getMessage());
		assertThrows(IllegalArgumentException.class, () -> words("a b").choose(
			"b,b"));
		assertThrows(IllegalArgumentException.class, () -> words("a b").choose(
			"b,,"));
		assertThrows(IllegalArgumentException.class, () -> words("of the")
			.content());
	}
}
