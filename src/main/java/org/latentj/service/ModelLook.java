
package org.latentj.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileState;
import org.latentj.family.ModelFamilies;
import org.latentj.service.ModelFolder.Kind;
import org.latentj.vae.Vae;

/**
 * Looks at files' headers, whether they are what their folder says and can be
 * run. A file is looked at once, as long as it isn't changed.
 */
final class ModelLook {

	private record Question(FileState file, Kind kind) {
	}

	private final Map<Question, Optional<String>> answers =
		new ConcurrentHashMap<>();

	/** Why a file cannot be used as such; empty if it can. */
	Optional<String> whyNot(final Kind kind, final Path file) {
		try {
			final Question question = new Question(FileState.of(file), kind);
			return answers.computeIfAbsent(question, q -> look(kind, file));
		}
		catch (final IOException e) {
			return Optional.of("cannot be read: " + e.getMessage());
		}
	}

	private static Optional<String> look(final Kind kind, final Path file) {
		try {
			final Checkpoint opened = Checkpoint.open(file);
			if (kind == Kind.CHECKPOINT) {
				ModelFamilies.of(opened);
			}
			else if (kind == Kind.VAE) {
				Vae.weights(opened);
			}
			return Optional.empty();
		}
		catch (final CheckpointException e) {
			return Optional.of(e.reason());
		}
		catch (IOException | IllegalArgumentException e) {
			return Optional.of(String.valueOf(e.getMessage()));
		}
	}
}
