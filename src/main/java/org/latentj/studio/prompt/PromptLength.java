
package org.latentj.studio.prompt;

import java.util.List;
import java.util.regex.Pattern;

import org.latentj.clip.ClipTokenizer;
import org.latentj.clip.Embeddings;

/**
 * How long a prompt is for CLIP, which reads it in chunks of 75 tokens. An
 * embedding counts as one token here, a LoRA as none.
 *
 * @param tokens of the text
 * @param chunks that are read, 1 or more
 */
public record PromptLength(int tokens, int chunks) {

	/** The tokens of a chunk without its start and end. */
	public static final int CHUNK = 75;

	/** As they are left out of a prompt before it is encoded. */
	private static final Pattern LORA = Pattern.compile(
		"<(?:lora|lyco):[^<>\n]*>", Pattern.CASE_INSENSITIVE);

	private static final Pattern EMBEDDING = Pattern.compile(
		"embedding:[^\\s,()]+");

	private static final ClipTokenizer TOKENIZER = new ClipTokenizer(
		ClipTokenizer.END, Embeddings.NONE);

	/**
	 * Counts.
	 *
	 * @param prompt in ComfyUI's syntax; one whose weights are none counts as
	 *          plain text
	 */
	public static PromptLength of(final String prompt) {
		final String plain = EMBEDDING.matcher(LORA.matcher(prompt).replaceAll(""))
			.replaceAll("x");
		try {
			return counted(plain);
		}
		catch (final IllegalArgumentException e) {
			return counted(plain.replaceAll("[()]", " "));
		}
	}

	private static PromptLength counted(final String text) {
		final List<ClipTokenizer.Word> words = TOKENIZER.words(text);
		return new PromptLength(words.stream().mapToInt(w -> w.places().size())
			.sum(), TOKENIZER.tokenize(text).size());
	}

	/** As in "12 / 75" or "80 / 150, 2 chunks". */
	public String text() {
		return tokens + " / " + CHUNK * chunks + (chunks == 1 ? "" : ", " + chunks +
			" chunks");
	}
}
