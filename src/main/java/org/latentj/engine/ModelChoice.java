
package org.latentj.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.FileState;
import org.latentj.engine.folder.ModelFolder;

/**
 * Which files a run uses.
 *
 * @param checkpoint the checkpoint
 * @param vae a VAE file instead of the checkpoint's own
 * @param embeddings files of learned words that prompts may name, as
 *          {@link ModelFolder#allFiles} gives them
 * @param states what the files must be, see {@link HeldModels}; others are
 *          taken as they are when the run begins
 */
public record ModelChoice(Path checkpoint, Optional<Path> vae,
		Map<String, Path> embeddings, Map<Path, FileState> states) {

	/** The files as they are when a run begins. */
	public ModelChoice(final Path checkpoint, final Optional<Path> vae,
		final Map<String, Path> embeddings)
	{
		this(checkpoint, vae, embeddings, Map.of());
	}

	/** Without embeddings. */
	public ModelChoice(final Path checkpoint, final Optional<Path> vae) {
		this(checkpoint, vae, Map.of());
	}
}
