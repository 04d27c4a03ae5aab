
package org.latentj.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * What {@code embedding:name and more} stands for.
 *
 * @param vectors the embedding's rows; none if it is missing and that is
 *          allowed
 * @param rest the text behind the name, with the commas that ended it
 */
record EmbeddingReference(List<float[]> vectors, String rest) {

	/** How a reference begins. */
	static final String MARK = "embedding:";

	/**
	 * Looks up a reference. As in ComfyUI the name reaches to the next blank, and
	 * if there is none of that name, commas at its end are taken for text.
	 *
	 * @param text from the mark on
	 * @throws IllegalArgumentException if the name is none, leads out of its
	 *           folder, or is missing
	 */
	static EmbeddingReference read(final String text,
		final Embeddings embeddings)
	{
		final String[] words = text.substring(MARK.length()).strip().split("\\s+",
			2);
		final String rest = words.length == 2 ? words[1] : "";
		final String bare = withoutCommas(words[0]);
		check(bare);
		final Optional<Tensor> exact = embeddings.find(words[0]);
		if (exact.isPresent()) {
			return new EmbeddingReference(rows(bare, exact.get()), rest);
		}
		final Optional<Tensor> found = bare.equals(words[0]) ? exact : embeddings
			.find(bare);
		if (found.isEmpty()) {
			embeddings.missing(bare);
		}
		return new EmbeddingReference(found.map(t -> rows(bare, t)).orElse(List
			.of()), words[0].substring(bare.length()) + " " + rest);
	}

	private static String withoutCommas(final String name) {
		int end = name.length();
		while (end > 0 && name.charAt(end - 1) == ',') {
			end--;
		}
		return name.substring(0, end);
	}

	private static void check(final String name) {
		final boolean plain = !name.isEmpty() && name.chars().noneMatch(
			c -> c == ':' || Character.isISOControl(c)) && Arrays.stream(name.split(
				"[/\\\\]", -1)).noneMatch(p -> p.isEmpty() || p.matches("\\.+"));
		if (!plain) {
			throw new IllegalArgumentException("prompt, " + MARK + name +
				": a name is needed that stays in the folder of embeddings, as in " +
				MARK + "style or " + MARK + "folder/style");
		}
	}

	private static List<float[]> rows(final String name, final Tensor t) {
		if (t.rank() != 2) {
			throw new IllegalArgumentException("prompt, " + MARK + name +
				": its vectors have the shape " + Arrays.toString(t.shape()) +
				"; [vectors, width] is needed");
		}
		final List<float[]> rows = new ArrayList<>();
		for (int i = 0; i < t.size(0); i++) {
			rows.add(t.items(i, i + 1).data());
		}
		return rows;
	}
}
