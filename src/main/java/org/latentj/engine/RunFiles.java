
package org.latentj.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.format.CheckpointFormats;

/**
 * The files of a run. Each is looked at once, so that all components are of the
 * same. For one thread at a time.
 */
final class RunFiles {

	/** What a header tells: it holds nothing open. */
	interface HeldHeader extends AutoCloseable {

		@Override
		default void close() {}
	}

	/** Takes what a header tells. */
	@FunctionalInterface
	interface HeaderReader<T extends AutoCloseable> {

		T of(Checkpoint checkpoint) throws IOException;
	}

	private final Map<Path, FileState> states = new HashMap<>();

	/** Of checkpoints of several files, those beside the one that is opened. */
	private final Map<Path, List<Path>> others = new HashMap<>();

	/**
	 * Takes files as they were found before.
	 *
	 * @throws CheckpointException if one is another than that which the run
	 *           already has
	 */
	void take(final Map<Path, FileState> found) throws CheckpointException {
		for (final Map.Entry<Path, FileState> e : found.entrySet()) {
			final FileState before = states.putIfAbsent(e.getKey(), e.getValue());
			if (before != null) {
				e.getValue().require(before);
			}
		}
	}

	/** A file as the run has it. */
	FileState state(final Path file) {
		try {
			final FileState known = states.get(file);
			if (known != null) {
				return known;
			}
			states.put(file, FileState.of(file));
			return states.get(file);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** The other files of a checkpoint of several; none of most. */
	List<FileState> others(final Path file) {
		return others.computeIfAbsent(file, f -> {
			try {
				return CheckpointFormats.files(f).stream().skip(1).toList();
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		}).stream().map(this::state).toList();
	}

	/** The same with all files of its text encoders, if they are others. */
	List<FileState> others(final Path file, final List<Path> texts) {
		final List<FileState> all = new ArrayList<>(others(file));
		texts.forEach(text -> all.addAll(all(text)));
		return all;
	}

	/** All files of a checkpoint, that which is opened first. */
	List<FileState> all(final Path file) {
		final List<FileState> all = new ArrayList<>(List.of(state(file)));
		all.addAll(others(file));
		return all;
	}

	/** The same with those of its text encoders. */
	List<FileState> all(final Path file, final List<Path> texts) {
		final List<FileState> all = new ArrayList<>(List.of(state(file)));
		all.addAll(others(file, texts));
		return all;
	}

	/**
	 * Reads the header of the very files that were found.
	 *
	 * @param texts files of its text encoders, if they are others
	 * @param found {@link #all} of these
	 * @throws CheckpointException if one was changed since
	 */
	static Checkpoint open(final Path file, final List<Path> texts,
		final List<FileState> found) throws IOException
	{
		final Checkpoint checkpoint = CheckpointFormats.open(file, texts.toArray(
			Path[]::new));
		checkpoint.state().require(found.get(0));
		final Map<Path, FileState> read = new HashMap<>();
		checkpoint.weights().files().forEach(f -> read.put(f.file(), f));
		for (final FileState before : found) {
			if (read.containsKey(before.file())) {
				read.get(before.file()).require(before);
			}
		}
		return checkpoint;
	}
}
