
package org.latentj.engine.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.ClosedFolders;
import org.latentj.family.ModelFamilies;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.embedding.EmbeddingFolder;
import org.latentj.sampling.hint.PictureInput;

/**
 * Finds checkpoints, VAEs and their like in a few folders, each laid out as
 * ComfyUI's {@code models} folder: a subfolder per kind. Checkpoints may also
 * lie in the folder itself. A name is the path relative to the folder of its
 * kind, with slashes: {@code sd15/dreamshaper.safetensors}. Where two folders
 * hold the same name, the first one counts.
 * <p>
 * Only what headers tell is remembered, for as long as a file isn't changed:
 * one that is dropped in is found the next time.
 * </p>
 */
public final class ModelFolder {

	/** The checkpoint that comes with LatentJ. */
	public static final String BUNDLED = "latentj-demo.safetensors";

	private static final List<String> ENDINGS = List.of(".safetensors", ".sft",
		".ckpt", ".pt", ".pth", ".bin");

	/** Of files that are listed, so that nobody looks for them in vain. */
	static final List<String> UNREADABLE = List.of(".gguf", ".onnx", ".h5",
		".hdf5");

	/** Folders of ComfyUI, and of its nodes, of what is none of our kinds. */
	private static final Set<String> OTHER_FOLDERS = Set.of("audio_encoders",
		"classifiers", "clip", "configs", ModelFiles.DIFFUSERS, "diffusion_models",
		"gligen", "hypernetworks", "insightface", "latent_upscale_models",
		"liveportrait", "model_patches", "photomaker", "reactor", "style_models",
		"t2i_adapter", "text_encoders", "unet", "upscale_models", ModelFiles.TINY);

	private final ModelFiles files;

	private final ModelLook look;

	/**
	 * @param roots folders to look in, first one first; folders that don't exist
	 *          are passed over, and those that are there twice. A ComfyUI
	 *          installation may be given by itself or by its {@code models}
	 *          folder.
	 */
	public ModelFolder(final List<Path> roots) {
		this(roots, new ModelLook(ModelFamilies.ALL));
	}

	public ModelFolder(final List<Path> roots, final ModelLook look) {
		this.look = look;
		files = ModelFiles.below(roots);
	}

	/** The folders that are looked in. */
	public List<Path> roots() {
		return files.roots();
	}

	/**
	 * Names of the models of one kind that are there now and can be used, sorted.
	 * Headers of checkpoints and VAEs are looked at.
	 */
	public List<String> names(final Kind kind) {
		final Map<String, Path> all = files.first(kind, kind.endings());
		return all.keySet().stream().filter(n -> whyNot(kind, all.get(n)).isEmpty())
			.toList();
	}

	/** Names of all that could be meant for models of one kind, sorted. */
	public List<String> allNames(final Kind kind) {
		return List.copyOf(files.first(kind, kind.allEndings()).keySet());
	}

	/** What lies with the models of one kind and cannot be used: name and why. */
	public Map<String, String> unusable(final Kind kind) {
		final Map<String, String> why = new LinkedHashMap<>();
		if (kind == Kind.EMBEDDING) {
			final Set<String> names = new TreeSet<>(allNames(kind));
			names.removeAll(names(kind));
			names.forEach(name -> why.put(name, EmbeddingFiles.FOREIGN_PROBLEM));
		}
		else {
			files.first(kind, kind.allEndings()).forEach((name, file) -> whyNot(kind,
				file).ifPresent(reason -> why.put(name, reason)));
		}
		return why;
	}

	/** Names and files of the models of one kind, sorted. */
	public Map<String, Path> files(final Kind kind) {
		return Collections.unmodifiableMap(files.first(kind, kind.endings()));
	}

	/** The same with all that could be meant for models of the kind. */
	public Map<String, Path> allFiles(final Kind kind) {
		final Map<String, Path> all = files.first(kind, kind.allEndings());
		return kind == Kind.EMBEDDING ? new EmbeddingFolder(all, places(kind)
			.stream().map(Path::of).toList(), ModelFiles.DEPTH) : Collections
				.unmodifiableMap(all);
	}

	/**
	 * Names of checkpoints that can be used, those first that such pictures are
	 * given.
	 *
	 * @param pictures what an operation can give
	 */
	public List<String> checkpoints(final Set<PictureInput> pictures) {
		final List<String> names = names(Kind.CHECKPOINT);
		final Map<String, Path> all = files(Kind.CHECKPOINT);
		return Stream.of(true, false).flatMap(first -> names.stream().filter(
			n -> fits(all.get(n), pictures) == first)).toList();
	}

	/** NB: a UNet alone is taken for one that makes pictures of text. */
	private boolean fits(final Path checkpoint,
		final Set<PictureInput> pictures)
	{
		return pictures.contains(look.picture(checkpoint).orElse(
			PictureInput.NONE));
	}

	/** Whether there is a checkpoint that such pictures are given. */
	public boolean hasCheckpoint(final Set<PictureInput> pictures) {
		return first(f -> fits(f, pictures)).isPresent();
	}

	/**
	 * The checkpoint to offer first: the bundled one, or else the first one, of
	 * those that such pictures are given or, if there is none, of all.
	 */
	public Optional<String> firstCheckpoint(final PictureInput... pictures) {
		return first(f -> fits(f, Set.of(pictures))).or(() -> first(f -> true));
	}

	private Optional<String> first(final Predicate<Path> which) {
		// NB: only headers up to its own are looked at.
		final Map<String, Path> all = files(Kind.CHECKPOINT);
		return Stream.concat(Stream.of(BUNDLED), all.keySet().stream()).filter(
			n -> all.containsKey(n) && !ModelFiles.isUNet(n) && whyNot(
				Kind.CHECKPOINT, all.get(n)).isEmpty() && which.test(all.get(n)))
			.findFirst();
	}

	/**
	 * The file of a model.
	 *
	 * @param kind what it is
	 * @param name its name as {@link #allNames} gives it, or the path of a file;
	 *          what can't be used says so when it is opened. Or that name without
	 *          its ending, or without its folder, of what can be used
	 * @throws IllegalArgumentException if there is none; the message lists those
	 *           that are there and where was looked. Or if several are called so
	 */
	public Path find(final Kind kind, final String name) {
		final Map<String, Path> known = files.first(kind, kind.allEndings());
		final Path file = known.get(name.replace('\\', '/'));
		return file != null ? file : asFile(name).or(() -> MeantModel.of(kind.noun,
			name, known.keySet(), n -> whyNot(kind, known.get(n)).isEmpty()).map(
				known::get)).orElseThrow(() -> new IllegalArgumentException(files.half(
					kind, name).orElseGet(() -> MissingModel.message(kind.noun, name,
						known.keySet(), places(kind), meant -> whyNot(kind, known.get(
							meant))))));
	}

	/**
	 * What the header of a checkpoint tells.
	 *
	 * @param checkpoint its name, see {@link #find}
	 * @param texts files of text encoders instead of its own; none for those
	 * @throws IllegalArgumentException if there is none of this name
	 * @throws IOException if the files cannot be read, or are none
	 */
	public CheckpointFacts facts(final String checkpoint, final List<Path> texts)
		throws IOException
	{
		return look.facts(find(Kind.CHECKPOINT, checkpoint), texts);
	}

	/** The LoRAs that are there. */
	public LoraFiles loras() {
		return LoraFiles.of(allFiles(Kind.LORA), file -> whyNot(Kind.LORA, file),
			places(Kind.LORA));
	}

	/** The tiny autoencoders that are there, for previews. */
	public TinyVaes tinyVaes() {
		return files.tinyVaes();
	}

	private Optional<String> whyNot(final Kind kind, final Path file) {
		return kind.isLookedAt() || kind == Kind.LORA && MeantModel.isForeign(file
			.toString()) ? look.whyNot(kind, file) : Optional.empty();
	}

	/** NB: what is there but is no model says so when it is opened. */
	private static Optional<Path> asFile(final String name) {
		try {
			final Path path = CheckpointFormats.file(Path.of(name));
			if (path.isAbsolute() && (Files.exists(path) || !ClosedFolders.of(List.of(
				path), 0).isEmpty()))
			{
				return Optional.of(path);
			}
			return !name.isEmpty() && Files.isRegularFile(path) ? Optional.of(path)
				: Optional.empty();
		}
		catch (final InvalidPathException e) {
			return Optional.empty();
		}
	}

	/**
	 * Models of one kind of which there are several of one name; the first one is
	 * used. A file that is met twice, through links, is one.
	 */
	public Map<String, List<Path>> doubles(final Kind kind) {
		return files.doubles(kind);
	}

	/** Those of the folders, and of what is in them, that may not be read. */
	public List<Path> closed() {
		return ClosedFolders.of(roots(), ModelFiles.DEPTH);
	}

	/** Each of the folders alone. */
	public List<ModelFolder> each() {
		return roots().stream().map(r -> new ModelFolder(List.of(r), look))
			.toList();
	}

	/** Where models of a kind are looked for. */
	public List<String> places(final Kind kind) {
		return files.places(kind);
	}

	/** Kinds of models, each in ComfyUI's subfolder. */
	public enum Kind {

			/** A whole model: text encoder, UNet, VAE. */
			CHECKPOINT("checkpoints", "checkpoint"),
			/** A VAE alone. */
			VAE("vae", "VAE"),
			/** A text encoder alone. */
			TEXT_ENCODER("text_encoders", "text encoder"),
			/** A low-rank change of a checkpoint. */
			LORA("loras", "LoRA"),
			/** An embedding, that is a learned word of prompts. */
			EMBEDDING("embeddings", "embedding"),
			/** A CLIP model, or its image encoder alone. */
			CLIP_VISION("clip_vision", "CLIP vision model"),
			/** It steers by a picture. */
			CONTROL_NET("controlnet", "ControlNet");

		private final String folder;

		private final String noun;

		Kind(final String folder, final String noun) {
			this.folder = folder;
			this.noun = noun;
		}

		/** Its folder in ComfyUI's. */
		String folder() {
			return folder;
		}

		/** What it is called. */
		public String noun() {
			return noun;
		}

		/** Whether headers tell what a file is; embeddings are told when named. */
		private boolean isLookedAt() {
			return this != LORA && this != EMBEDDING;
		}

		List<String> endings() {
			return this == EMBEDDING ? EmbeddingFiles.FORMATS : ENDINGS;
		}

		List<String> allEndings() {
			return Stream.concat(endings().stream(), (this == EMBEDDING
				? EmbeddingFiles.FOREIGN : UNREADABLE).stream()).toList();
		}

		static boolean isFolderOfAKind(final Path folder) {
			return Arrays.stream(values()).anyMatch(k -> folder.endsWith(k.folder)) ||
				OTHER_FOLDERS.contains(folder.getFileName().toString());
		}
	}
}
