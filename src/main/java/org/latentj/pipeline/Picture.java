
package org.latentj.pipeline;

import org.latentj.latent.Latent;
import org.latentj.tensor.Tensor;

/**
 * What an operation makes.
 *
 * @param pixels [N, 3, H, W], red, green, blue in 0 to 1
 * @param latent what it was decoded from
 */
public record Picture(Tensor pixels, Latent latent) {
}
