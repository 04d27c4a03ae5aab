
package org.latentj.workflow.node;

import java.nio.file.Path;

/**
 * ComfyUI's CONTROL_NET: a network that steers by a picture.
 *
 * @param name as its user knows it
 * @param file where it lies
 */
public record ControlFile(String name, Path file) {
}
