
package org.latentj.sampling.attention;

import java.util.List;

/**
 * A word, or several words in a row, and where they stand in the text that a
 * network attends to.
 *
 * @param word as a map of it is called
 * @param tokens their places in the context, from 0; of a word that comes
 *          several times those of all
 */
public record WordTokens(String word, List<Integer> tokens) {

	/** @throws IllegalArgumentException if it stands nowhere */
	public WordTokens {
		tokens = List.copyOf(tokens);
		if (tokens.isEmpty()) {
			throw new IllegalArgumentException("the word '" + word +
				"' has no token in the prompt");
		}
	}
}
