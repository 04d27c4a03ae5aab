
package org.latentj.sampling.attention;

import java.util.List;

import org.latentj.tensor.Tensor;

/**
 * What a network attended to in one picture.
 *
 * @param words a map each
 * @param maps [1, words, H, W] of the picture's size, 0 or greater: of each
 *          pixel the share of the attention that the word has of all of the
 *          prompt's tokens
 */
public record PictureMaps(List<WordTokens> words, Tensor maps) {

	/** Copies the list. */
	public PictureMaps {
		words = List.copyOf(words);
	}

	/** The words as texts. */
	public List<String> names() {
		return words.stream().map(WordTokens::word).toList();
	}
}
