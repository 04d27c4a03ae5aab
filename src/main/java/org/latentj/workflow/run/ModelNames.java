
package org.latentj.workflow.run;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.control.Names;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.workflow.node.Input;
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
			problem(kind, kind.noun(), name).orElseThrow()));
	}

	/** What is wrong with a name, if something is. */
	Optional<String> problem(final Input.File file, final String name) {
		return find(file.folder(), name).isPresent() || file.within().isEmpty() ||
			isOutside(name) ? problem(file.folder(), file.noun(), name) : Optional.of(
				"there is no " + file.noun() + " '" + name + "' in " + String.join(
					" or ", file.within()) + " of the model folders" + Names.summary(Names
						.hint(name, inside(file), file.noun() + "s")));
	}

	/** The names of those that lie in the folders that a file must lie in. */
	private List<String> inside(final Input.File file) {
		return all(file.folder()).keySet().stream().flatMap(n -> file.within()
			.stream().filter(n::startsWith).map(p -> n.substring(p.length())))
			.toList();
	}

	private static boolean isOutside(final String name) {
		return name.contains("..") || name.startsWith("/") || name.contains(":");
	}

	private Optional<String> problem(final Kind kind, final String noun,
		final String name)
	{
		if (find(kind, name).isPresent()) {
			return Optional.empty();
		}
		final String refused = "'" + name + "' is no " + noun +
			" of the model folders, and a workflow may name no other file";
		if (isOutside(name)) {
			return Optional.of(refused);
		}
		try {
			final Path meant = folder.find(kind, name);
			return Optional.of(all(kind).entrySet().stream().filter(e -> e.getValue()
				.equals(meant)).findFirst().map(e -> "there is no " + noun + " '" +
					name + "': write '" + e.getKey() + "'").orElse(refused));
		}
		catch (final IllegalArgumentException e) {
			return Optional.of(Names.summary(e.getMessage()));
		}
	}
}
