
package org.latentj.workflow.node;

import java.nio.file.Path;
import java.util.Optional;

import org.latentj.engine.ModelChoice;

/**
 * ComfyUI's CLIP_VISION: an encoder of pictures.
 *
 * @param file of its own, if it has one
 * @param model whose encoder it is else
 */
public record ImageEncoder(Optional<Path> file, Optional<ModelChoice> model) {
}
