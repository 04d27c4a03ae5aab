
package org.latentj.engine.folder;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.latentj.checkpoint.format.TinyAutoencoder;
import org.latentj.control.OutsideException;
import org.latentj.engine.folder.ModelFolder.Kind;

/**
 * The files below the roots of a model folder, by kind and name; what is in
 * them is not looked at.
 *
 * @param roots laid out as ComfyUI's {@code models}, first one first
 */
record ModelFiles(List<Path> roots) {

	/** ComfyUI's folder of tiny autoencoders. */
	static final String TINY = "vae_approx";

	/** ComfyUI's folder of checkpoints that are folders. */
	static final String DIFFUSERS = "diffusers";

	/** ComfyUI's folders of UNets alone, the older one last. */
	private static final List<String> UNETS = List.of("diffusion_models", "unet");

	/** ComfyUI's older folder of text encoders. */
	private static final String TEXTS = "clip";

	/** ComfyUI's older folder of T2I-Adapters. */
	private static final String ADAPTERS = "t2i_adapter";

	// NB: deep enough for sorted collections, and an end to mounted home folders.
	static final int DEPTH = 6;

	/**
	 * Those below some folders.
	 *
	 * @param roots ComfyUI installations, or their {@code models} folders; those
	 *          that are there twice are passed over
	 */
	static ModelFiles below(final List<Path> roots) {
		final Map<Path, Path> folders = new LinkedHashMap<>();
		for (final Path root : roots) {
			final Path folder = comfy(root);
			folders.putIfAbsent(real(folder), folder);
		}
		return new ModelFiles(List.copyOf(folders.values()));
	}

	private static Path comfy(final Path root) {
		final Path models = root.resolve("models");
		final Path absolute = Files.isDirectory(models.resolve(Kind.CHECKPOINT
			.folder())) ? models : root;
		return absolute.toAbsolutePath().normalize();
	}

	private static Path real(final Path folder) {
		try {
			return folder.toRealPath();
		}
		catch (final IOException e) {
			return folder.toAbsolutePath().normalize();
		}
	}

	/** By name: the one that is met first. */
	Map<String, Path> first(final Kind kind, final List<String> endings) {
		final Map<String, Path> first = new LinkedHashMap<>();
		byName(kind, endings).forEach((name, files) -> first.put(name, files.get(
			0)));
		return first;
	}

	/** See {@link ModelFolder#doubles}. */
	Map<String, List<Path>> doubles(final Kind kind) {
		final Map<String, List<Path>> doubles = new LinkedHashMap<>();
		byName(kind, kind.endings()).forEach((name, files) -> {
			final Map<Path, Path> different = new LinkedHashMap<>();
			files.forEach(f -> different.putIfAbsent(real(f), f));
			if (different.size() > 1) {
				doubles.put(name, List.copyOf(different.values()));
			}
		});
		return doubles;
	}

	/** By name, sorted: the files in the order in which they are met. */
	Map<String, List<Path>> byName(final Kind kind, final List<String> endings) {
		final Map<String, List<Path>> found = new TreeMap<>(Comparator.comparing((
			String n) -> n.toLowerCase(Locale.ROOT)).thenComparing(Comparator
				.naturalOrder()));
		for (final Path root : roots) {
			final boolean folders = kind == Kind.CHECKPOINT;
			collect(endings, folders, root.resolve(kind.folder()), found);
			if (folders) {
				collect(endings, true, root, found);
				collect(List.of(), true, root.resolve(DIFFUSERS), found);
				UNETS.forEach(unets -> collectUNets(endings, root, unets, found));
			}
			if (kind == Kind.TEXT_ENCODER) {
				collect(endings, false, root.resolve(TEXTS), found);
			}
			if (kind == Kind.CONTROL_NET) {
				collect(endings, false, root.resolve(ADAPTERS), found);
			}
			if (kind == Kind.VAE) {
				TinyAutoencoder.in(root.resolve(TINY), true).forEach((name,
					file) -> found.computeIfAbsent(name, n -> new ArrayList<>()).add(
						file));
			}
		}
		return found;
	}

	/** Under names with their folder, since they are no whole checkpoints. */
	private static void collectUNets(final List<String> endings, final Path root,
		final String folder, final Map<String, List<Path>> found)
	{
		final Map<String, List<Path>> unets = new LinkedHashMap<>();
		collect(endings, false, root.resolve(folder), unets);
		unets.forEach((name, files) -> found.computeIfAbsent(folder + "/" + name,
			n -> new ArrayList<>()).addAll(files));
	}

	/** Whether a checkpoint's name is that of a UNet alone. */
	static boolean isUNet(final String name) {
		return UNETS.stream().anyMatch(folder -> name.startsWith(folder + "/"));
	}

	private static void collect(final List<String> endings, final boolean folders,
		final Path folder, final Map<String, List<Path>> found)
	{
		if (!Files.isDirectory(folder)) {
			return;
		}
		try {
			Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS),
				DEPTH, new FileCollector(endings, folders, folder, found));
		}
		catch (final IOException e) {
			throw new OutsideException("cannot list the model folder " + folder, e);
		}
	}

	/** The tiny autoencoders that are there, for previews. */
	TinyVaes tinyVaes() {
		final Map<String, Path> files = new LinkedHashMap<>();
		final List<String> places = new ArrayList<>();
		for (final Path root : roots) {
			TinyAutoencoder.in(root.resolve(TINY), false).forEach(files::putIfAbsent);
			places.add(root.resolve(TINY).toString());
		}
		return new TinyVaes(files, places);
	}

	/** What to say of a tiny VAE that has a decoder alone. */
	Optional<String> half(final Kind kind, final String name) {
		return kind != Kind.VAE ? Optional.empty() : roots.stream().map(
			root -> TinyAutoencoder.in(root.resolve(TINY), false).get(name)).filter(
				Objects::nonNull).findFirst().map(decoder -> "the VAE '" + name +
					"' is not whole: beside '" + decoder + "' there is no '" + name +
					"_encoder', and a VAE needs both; its decoder alone will do for previews");
	}

	/** Where models of a kind are looked for; of some kinds, if it is there. */
	List<String> places(final Kind kind) {
		final List<String> places = new ArrayList<>();
		for (final Path root : roots) {
			if (kind == Kind.CHECKPOINT) {
				places.add(root.toString());
			}
			places.add(root.resolve(kind.folder()).toString());
			others(kind).map(root::resolve).filter(Files::isDirectory).forEach(
				folder -> places.add(folder.toString()));
		}
		return places;
	}

	/** ComfyUI's other folders of models of a kind. */
	private static Stream<String> others(final Kind kind) {
		return switch (kind) {
			case CHECKPOINT -> Stream.concat(Stream.of(DIFFUSERS), UNETS.stream());
			case TEXT_ENCODER -> Stream.of(TEXTS);
			case VAE -> Stream.of(TINY);
			default -> Stream.empty();
		};
	}
}
