
package org.latentj.workflow.node;

import org.latentj.engine.ModelChoice;

/**
 * ComfyUI's VAE.
 *
 * @param choice its files
 */
public record Autoencoder(ModelChoice choice) {
}
