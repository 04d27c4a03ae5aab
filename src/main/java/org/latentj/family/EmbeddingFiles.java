
package org.latentj.family;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.latentj.clip.Embeddings;
import org.latentj.tensor.Tensor;

/**
 * The files of learned words that prompts may name, as ComfyUI finds them: with
 * or without their ending, by their path below the folder or below any folder
 * in it.
 *
 * @param files by path below the folder of embeddings, with slashes, as the
 *          model folder gives them
 * @param reader reads them, and keeps what it has read
 */
public record EmbeddingFiles(Map<String, Path> files, EmbeddingReader reader) {

	/** ComfyUI's order, and after it a rare one. */
	private static final List<String> ENDINGS = List.of("", ".safetensors", ".pt",
		".bin", ".sft");

	/**
	 * The file of a name.
	 *
	 * @throws IllegalArgumentException if there are several; it lists them
	 */
	public Optional<Path> file(final String name) {
		return path(name).map(files::get);
	}

	/** Its path below the folder of embeddings. */
	private Optional<String> path(final String name) {
		final String plain = name.replace('\\', '/');
		final Optional<String> exact = ENDINGS.stream().map(e -> plain + e).filter(
			files::containsKey).findFirst();
		if (exact.isPresent()) {
			return exact;
		}
		final Map<String, String> found = below(plain);
		if (found.size() > 1) {
			throw new IllegalArgumentException("prompt, embedding:" + name +
				": there are " + found.size() + " of this name: " + String.join(", ",
					found.values()) + "; name one with its folder");
		}
		return found.values().stream().findFirst();
	}

	/** In folders below, by folder. */
	private Map<String, String> below(final String plain) {
		final Map<String, String> found = new TreeMap<>();
		for (final String ending : ENDINGS) {
			final String end = "/" + plain + ending;
			files.keySet().stream().filter(f -> f.endsWith(end)).forEach(f -> found
				.putIfAbsent(f.substring(0, f.length() - end.length()), f));
		}
		return found;
	}

	/**
	 * These files for one text encoder.
	 *
	 * @param width length of a vector that it takes
	 * @param encoder its name in files for several: {@code clip_l}
	 * @param warnings told of what will be passed over, as ComfyUI does
	 */
	Embeddings of(final int width, final String encoder,
		final Consumer<String> warnings)
	{
		return new Embeddings() {

			@Override
			public Optional<Tensor> find(final String name) {
				final Optional<Tensor> vectors = path(name).map(p -> read(files.get(p),
					encoder, width));
				vectors.filter(v -> v.size(1) != width).ifPresent(v -> warnings.accept(
					"prompt, embedding:" + name + ": its vectors have " + v.size(1) +
						" numbers, but those of this checkpoint have " + width +
						": it is passed over, as in ComfyUI"));
				if (vectors.isPresent()) {
					warnOfOthers(name, warnings);
				}
				return vectors;
			}

			@Override
			public List<String> names() {
				return files.keySet().stream().map(EmbeddingFiles::withoutEnding)
					.toList();
			}

			@Override
			public void onPlainText(final String word) {
				warnings.accept("prompt, " + word + ": read as words, not as an " +
					"embedding: a blank must stand before 'embedding:'");
			}
		};
	}

	private void warnOfOthers(final String name,
		final Consumer<String> warnings)
	{
		final String path = path(name).orElseThrow();
		final Map<String, String> others = below(name.replace('\\', '/'));
		others.values().remove(path);
		if (!others.isEmpty()) {
			warnings.accept("prompt, embedding:" + name + ": " + path +
				" is used; there is also " + String.join(", ", others.values()));
		}
	}

	private Tensor read(final Path file, final String encoder, final int width) {
		try {
			return reader.read(file, encoder, width);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static String withoutEnding(final String name) {
		return ENDINGS.stream().filter(e -> !e.isEmpty() && name.endsWith(e))
			.findFirst().map(e -> name.substring(0, name.length() - e.length()))
			.orElse(name);
	}
}
