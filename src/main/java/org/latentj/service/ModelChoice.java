
package org.latentj.service;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which files a run uses.
 *
 * @param checkpoint the checkpoint
 * @param vae a VAE file instead of the checkpoint's own
 * @param embeddings files of learned words that prompts may name, as
 *          {@link ModelFolder#files} gives them
 */
public record ModelChoice(Path checkpoint, Optional<Path> vae,
		Map<String, Path> embeddings) {

	/** Without embeddings. */
	public ModelChoice(final Path checkpoint, final Optional<Path> vae) {
		this(checkpoint, vae, Map.of());
	}
}
