
package org.latentj.workflow.run;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.embedding.EmbeddingReader;

/**
 * Files of models by the names that workflows have for them. A workflow may be
 * anybody's, so it names what lies in the model folders and nothing else.
 */
final class ModelNames {

	/** ComfyUI names UNets alone without their folder. */
	private static final List<String> PREFIXES = List.of("", "diffusion_models/",
		"unet/");

	private final ModelFolder folder;

	private final Map<Kind, Map<String, Path>> known = new EnumMap<>(Kind.class);

	ModelNames(final ModelFolder folder) {
		this.folder = folder;
	}

	/** All of a kind. */
	Map<String, Path> all(final Kind kind) {
		return known.computeIfAbsent(kind, folder::allFiles);
	}

	/** The files of learned words that texts name. */
	Map<String, Path> embeddings(final List<String> texts) {
		return new EmbeddingFiles(all(Kind.EMBEDDING), new EmbeddingReader()).named(
			texts);
	}

	private Optional<Path> find(final Kind kind, final String name) {
		final String plain = name.replace('\\', '/');
		return PREFIXES.stream().map(p -> all(kind).get(p + plain)).filter(
			f -> f != null).findFirst();
	}

	/** The file. */
	Path file(final Kind kind, final String name) {
		return find(kind, name).orElseThrow(() -> new IllegalArgumentException(
			problem(kind, name).orElseThrow()));
	}

	/** What is wrong with a name, if something is. */
	Optional<String> problem(final Kind kind, final String name) {
		if (find(kind, name).isPresent()) {
			return Optional.empty();
		}
		final String refused = "'" + name + "' is no " + kind.noun() +
			" of the model folders, and a workflow may name no other file";
		if (name.contains("..") || name.startsWith("/") || name.contains(":")) {
			return Optional.of(refused);
		}
		try {
			folder.find(kind, name);
			return Optional.of(refused);
		}
		catch (final IllegalArgumentException e) {
			return Optional.of(e.getMessage().replaceFirst("(?s)\n\n.*", ""));
		}
	}
}
