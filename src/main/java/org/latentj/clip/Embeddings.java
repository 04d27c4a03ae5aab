
package org.latentj.clip;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.latentj.control.Names;
import org.latentj.tensor.Tensor;

/**
 * Learned embeddings that a prompt names with {@code embedding:name} (textual
 * inversion, Gal et al. 2022, arXiv:2208.01618).
 */
public interface Embeddings {

	/** No embeddings at all: a prompt that names one is refused. */
	Embeddings NONE = new Embeddings() {

		@Override
		public Optional<Tensor> find(final String name) {
			return Optional.empty();
		}

		@Override
		public List<String> names() {
			return List.of();
		}
	};

	/**
	 * The vectors of a name, [vectors, width of the encoder], if there are any.
	 *
	 * @param name as in the prompt: with or without a file's ending, perhaps
	 *          below folders ({@code a/b}); never absolute and without {@code ..}
	 */
	Optional<Tensor> find(String name);

	/** The names that there are, for messages. */
	List<String> names();

	/**
	 * What is said of folders that may not be read, in which there may be more;
	 * for messages.
	 */
	default List<String> closed() {
		return List.of();
	}

	/**
	 * Called with a word of a prompt that has {@code embedding:} in its midst and
	 * therefore, as in ComfyUI, names none.
	 */
	default void onPlainText(final String word) {}

	/**
	 * Called when a prompt names what is not there. It throws, so that a typing
	 * error does not pass for a picture without the embedding; an implementation
	 * that returns makes the tokenizer skip the name, as ComfyUI does.
	 *
	 * @throws IllegalArgumentException with the names that there are
	 */
	default void missing(final String name) {
		throw new IllegalArgumentException("prompt, embedding:" + name +
			": there is no such embedding; " + closed().stream().map(c -> c + "; ")
				.collect(Collectors.joining()) + "there " + (names().isEmpty()
					? "are none: their files belong into the folder 'embeddings' of a model " +
						"folder (Plugins > LatentJ > Getting Started)" : Names.are(
							names())));
	}
}
