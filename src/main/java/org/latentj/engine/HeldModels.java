
package org.latentj.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.HeldFile;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.engine.memory.NativeHeap;
import org.latentj.operation.Operation;

/**
 * The model files of one piece of work, from its first run to its last: a
 * picture, a stack, a batch. All its runs are of these files, whatever is put
 * in their place meanwhile, or fail; and the SHA-256 that is recorded is of
 * these bytes.
 *
 * <pre>
 *
 * try (HeldModels models = HeldModels.of(choice)) {
 * 	Picture picture = service.run(models.choice(), operation, listener, stop);
 * }
 * </pre>
 */
public final class HeldModels implements AutoCloseable {

	private final ModelChoice models;

	private final Map<Path, HeldFile> files = new LinkedHashMap<>();

	/** Of checkpoints of several files, those beside the one that names them. */
	private final Map<Path, List<Path>> others = new LinkedHashMap<>();

	private final long begun = System.nanoTime();

	private HeldModels(final ModelChoice models) {
		this.models = models;
	}

	/**
	 * Opens checkpoint, VAE and patches.
	 *
	 * @throws org.latentj.checkpoint.CheckpointException if one is missing or may
	 *           not be read
	 */
	public static HeldModels of(final ModelChoice models) throws IOException {
		final HeldModels held = new HeldModels(models);
		try {
			held.openAll(models.checkpoint());
			for (final Path text : models.texts()) {
				held.openAll(text);
			}
			if (models.vae().isPresent()) {
				held.openAll(models.vae().get());
			}
			if (models.refiner().isPresent()) {
				held.openAll(models.refiner().get());
			}
			for (final Path control : models.controls().values()) {
				held.openAll(control);
			}
			for (final ModelPatch patch : models.patches()) {
				held.open(patch.file());
			}
			return held;
		}
		catch (final IOException | RuntimeException e) {
			held.close();
			throw e;
		}
	}

	private void openAll(final Path checkpoint) throws IOException {
		final List<Path> all = CheckpointFormats.files(checkpoint);
		for (final Path file : all) {
			open(file);
		}
		others.put(checkpoint, all.subList(1, all.size()));
	}

	private void open(final Path file) throws IOException {
		if (!files.containsKey(file)) {
			files.put(file, HeldFile.open(file));
		}
	}

	/**
	 * Opens the LoRAs, too, that the prompts of an operation name, before it is
	 * run.
	 *
	 * @throws IllegalArgumentException if one is not there
	 */
	public void hold(final Operation operation) throws IOException {
		for (final ModelPatch patch : patches(operation)) {
			open(patch.file());
		}
	}

	/** The choice, as these very files. */
	public ModelChoice choice() {
		final Map<Path, FileState> states = new LinkedHashMap<>();
		files.forEach((path, file) -> states.put(path, file.state()));
		return models.of(states);
	}

	/** The checkpoint. */
	public HeldFile checkpoint() {
		return files.get(models.checkpoint());
	}

	/**
	 * The other files of a checkpoint or VAE of several, by path from the folder
	 * of the one that names them, with slashes.
	 */
	Map<String, HeldFile> others(final Path checkpoint) {
		final Map<String, HeldFile> named = new LinkedHashMap<>();
		others.get(checkpoint).forEach(file -> named.put(CheckpointFormats.name(
			checkpoint, file), files.get(file)));
		return named;
	}

	/**
	 * What makes up the checkpoint beside the file that is chosen: its other
	 * files, and those of text encoders by their names, with as much of their
	 * folders as it takes to tell them apart.
	 */
	Map<String, HeldFile> partsOfCheckpoint() {
		final Map<String, HeldFile> named = others(models.checkpoint());
		for (final Path text : models.texts()) {
			String name = text.getFileName().toString();
			Path above = text.toAbsolutePath().getParent();
			while (isTaken(name, named) && above != null) {
				name = above.getFileName() + "/" + name;
				above = above.getParent();
			}
			named.put(name, files.get(text));
		}
		return named;
	}

	private boolean isTaken(final String name,
		final Map<String, HeldFile> others)
	{
		return others.containsKey(name) || name.equals(models.checkpoint()
			.getFileName().toString());
	}

	/** When they began to be held, of {@link System#nanoTime}. */
	long begun() {
		return begun;
	}

	/** The VAE file, if one was chosen. */
	public Optional<HeldFile> vae() {
		return models.vae().map(files::get);
	}

	/** The checkpoint that makes the last steps, if one was chosen. */
	public Optional<HeldFile> refiner() {
		return models.refiner().map(files::get);
	}

	/** The networks that steer by pictures, by name. */
	public Map<String, HeldFile> controls() {
		final Map<String, HeldFile> named = new LinkedHashMap<>();
		models.controls().forEach((name, file) -> named.put(name, files.get(file)));
		return named;
	}

	/**
	 * What the weights are changed by in a run, in this order: those of the
	 * choice, then the LoRAs that prompts name.
	 */
	public List<ModelPatch> patches(final Operation operation) {
		return models.named(operation.generation().texts()).patches();
	}

	/** The file of one of them. */
	HeldFile file(final ModelPatch patch) {
		return files.get(patch.file());
	}

	/**
	 * Fails unless all files lie where they were opened, so that what was begun
	 * with them can go on.
	 *
	 * @throws UncheckedIOException if one was replaced, moved away or changed
	 */
	public void requireInPlace() {
		try {
			for (final HeldFile file : files.values()) {
				file.requireInPlace();
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public void close() throws IOException {
		for (final HeldFile file : files.values()) {
			file.close();
		}
		NativeHeap.trim();
	}
}
