
package org.latentj.service;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which files a run uses.
 *
 * @param checkpoint the checkpoint
 * @param vae a VAE file instead of the checkpoint's own
 */
public record ModelChoice(Path checkpoint, Optional<Path> vae) {
}
