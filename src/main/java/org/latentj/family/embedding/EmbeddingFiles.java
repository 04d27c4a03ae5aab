
package org.latentj.family.embedding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.latentj.clip.ClipTokenizer;
import org.latentj.clip.Embeddings;
import org.latentj.tensor.Tensor;

/**
 * The files of embeddings that prompts may name, as ComfyUI finds them: with or
 * without their ending, by their path below the folder or below any folder in
 * it.
 *
 * @param files by path below the folder of embeddings, with slashes, as the
 *          model folder gives them, with those of {@link #FOREIGN} formats
 * @param reader reads them, and keeps what it has read
 */
public record EmbeddingFiles(Map<String, Path> files, EmbeddingReader reader) {

	/** Endings of files that can be read. */
	public static final List<String> FORMATS = List.of(".safetensors", ".pt",
		".bin", ".sft", ".pth", ".ckpt");

	/** Endings of files that other programs read as embeddings. */
	public static final List<String> FOREIGN = List.of(".png", ".webp", ".jxl",
		".avif", ".gguf");

	/** What is wrong with those. */
	public static final String FOREIGN_PROBLEM =
		"is in a format that cannot be read; valid are " + String.join(", ",
			FORMATS);

	/**
	 * What a prompt may leave out, in ComfyUI's order, and after it a rare one.
	 * NB: not .pth and .ckpt, as there.
	 */
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

	/**
	 * The files that prompts name: those that an encoder reads for them, by path
	 * below the folder of embeddings. What is not there is left out.
	 *
	 * @throws IllegalArgumentException if a name stands for several files, or can
	 *           be none
	 */
	public Map<String, Path> named(final List<String> prompts) {
		final Set<String> paths = new HashSet<>();
		final ClipTokenizer reading = new ClipTokenizer(ClipTokenizer.END,
			new Embeddings()
			{

				@Override
				public Optional<Tensor> find(final String name) {
					final Optional<String> path = path(name);
					path.ifPresent(paths::add);
					return path.map(p -> Tensor.zeros(1, 1));
				}

				@Override
				public List<String> names() {
					return List.of();
				}

				@Override
				public void missing(final String name) {
					// what is read tells of it
				}
			});
		// NB: most prompts name none, and may be long.
		prompts.stream().filter(p -> p.contains("embedding:")).forEach(
			reading::tokenize);
		final Map<String, Path> named = new LinkedHashMap<>(files);
		named.keySet().retainAll(paths);
		return named;
	}

	/** Its path below the folder of embeddings. */
	private Optional<String> path(final String name) {
		final String plain = name.replace('\\', '/');
		if (isForeign(plain)) {
			return Optional.empty();
		}
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
	public Embeddings of(final int width, final String encoder,
		final Consumer<String> warnings)
	{
		return new Embeddings() {

			@Override
			public Optional<Tensor> find(final String name) {
				return vectors(name, encoder, width, warnings);
			}

			@Override
			public List<String> names() {
				return files.keySet().stream().filter(f -> !isForeign(f)).map(
					EmbeddingFiles::withoutEnding).toList();
			}

			@Override
			public List<String> closed() {
				return EmbeddingFolder.closed(files);
			}

			@Override
			public void missing(final String name) {
				requireNoOther(name);
				Embeddings.super.missing(name);
			}

			@Override
			public void onPlainText(final String word) {
				warnings.accept("prompt, " + word + ": read as words, not as an " +
					"embedding: a blank must stand before 'embedding:'");
			}
		};
	}

	private Optional<Tensor> vectors(final String name, final String encoder,
		final int width, final Consumer<String> warnings)
	{
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

	/** Tells of a file that is there, but not as a prompt may name it. */
	private void requireNoOther(final String name) {
		final String plain = "/" + name.replace('\\', '/');
		for (final String file : files.keySet()) {
			final String path = "/" + file;
			final boolean meant = path.endsWith(plain) || path.replaceFirst(
				"\\.[^./]*$", "").endsWith(plain);
			if (meant) {
				throw new IllegalArgumentException("prompt, embedding:" + name + ": " +
					file + (isForeign(file) ? " " + FOREIGN_PROBLEM
						: " is there, but as in ComfyUI its ending must be named: write " +
							"embedding:" + file));
			}
		}
	}

	private static boolean isForeign(final String file) {
		final String name = file.toLowerCase(Locale.ROOT);
		return FOREIGN.stream().anyMatch(name::endsWith);
	}

	private static String withoutEnding(final String name) {
		return ENDINGS.stream().filter(e -> !e.isEmpty() && name.endsWith(e))
			.findFirst().map(e -> name.substring(0, name.length() - e.length()))
			.orElse(name);
	}
}
