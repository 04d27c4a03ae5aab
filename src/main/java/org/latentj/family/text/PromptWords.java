
package org.latentj.family.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.latentj.clip.ClipTokenizer;
import org.latentj.clip.Embeddings;
import org.latentj.sampling.attention.WordTokens;

/**
 * The words of a prompt, as its text encoder reads them. A word that comes
 * several times is one.
 *
 * @param words all of them in their order, with digits and signs
 */
public record PromptWords(List<ClipTokenizer.Word> words) {

	/** English words that name nothing that could be seen. */
	private static final Set<String> LITTLE = Set.of("a", "an", "and", "are",
		"as", "at", "be", "beside", "between", "but", "by", "each", "few", "for",
		"from", "has", "have", "in", "inside", "into", "is", "it", "its", "many",
		"near", "no", "not", "of", "on", "one", "or", "other", "outside", "over",
		"some", "several", "that", "the", "their", "them", "there", "these", "they",
		"this", "those", "three", "to", "two", "under", "very", "which", "with",
		"without");

	/** Copies the list. */
	public PromptWords {
		words = List.copyOf(words);
	}

	/**
	 * Those that may name something: all but digits, signs and little English
	 * words.
	 *
	 * @throws IllegalArgumentException if there is none
	 */
	public List<WordTokens> content() {
		final Map<String, List<Integer>> places = new LinkedHashMap<>();
		words.stream().filter(PromptWords::isContent).forEach(w -> places
			.computeIfAbsent(w.text(), k -> new ArrayList<>()).addAll(w.places()));
		if (places.isEmpty()) {
			throw new IllegalArgumentException(
				"the prompt has no word that could be" +
					" looked for: give one that names what is in the picture");
		}
		return places.entrySet().stream().map(e -> new WordTokens(e.getKey(), e
			.getValue())).toList();
	}

	private static boolean isContent(final ClipTokenizer.Word word) {
		return !word.places().isEmpty() && !LITTLE.contains(word.text()) && word
			.text().codePoints().anyMatch(Character::isLetter);
	}

	/**
	 * Chosen words.
	 *
	 * @param names words of the prompt, or several in a row as they stand in it,
	 *          with commas between; empty for {@link #content}
	 * @throws IllegalArgumentException if one isn't in the prompt; it says which
	 *           there are, or that there is none
	 */
	public List<WordTokens> choose(final String names) {
		if (names.isBlank()) {
			return content();
		}
		final List<WordTokens> chosen = new ArrayList<>();
		for (final String name : names.split(",", -1)) {
			final String plain = name.strip();
			if (chosen.stream().anyMatch(w -> w.word().equals(plain))) {
				throw new IllegalArgumentException("words names '" + plain +
					"' twice: once is enough");
			}
			chosen.add(new WordTokens(plain, places(plain)));
		}
		return chosen;
	}

	private List<Integer> places(final String name) {
		final List<String> parts = parts(name);
		final List<Integer> places = new ArrayList<>();
		for (int i = 0; !parts.isEmpty() && i + parts.size() <= words.size(); i++) {
			final List<ClipTokenizer.Word> run = words.subList(i, i + parts.size());
			if (run.stream().map(ClipTokenizer.Word::text).toList().equals(parts)) {
				run.forEach(w -> places.addAll(w.places()));
			}
		}
		if (places.isEmpty()) {
			throw new IllegalArgumentException("the word '" + name +
				"' is not in the prompt; its words are " + content().stream().map(
					WordTokens::word).collect(Collectors.joining(", ")));
		}
		return places;
	}

	/** NB: a reference to an embedding is one word, whatever is in its name. */
	private List<String> parts(final String name) {
		return words.stream().anyMatch(w -> w.text().equals(name)) ? List.of(name)
			: new ClipTokenizer(ClipTokenizer.END, Embeddings.NONE).words(name
				.replaceAll("[()\\\\]", " ")).stream().map(ClipTokenizer.Word::text)
				.toList();
	}
}
