
package org.latentj.pipeline;

import org.latentj.tensor.Tensor;

/**
 * What an operation makes.
 *
 * @param pixels [N, 3, H, W], red, green, blue in 0 to 1
 * @param latent [N, 4, h, w], in the VAE's scale, as ComfyUI hands it to
 *          VAEDecode
 */
public record Picture(Tensor pixels, Tensor latent) {
}
