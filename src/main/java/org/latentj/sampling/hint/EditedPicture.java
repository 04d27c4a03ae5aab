
package org.latentj.sampling.hint;

import org.latentj.sampling.conditioning.Hint;
import org.latentj.tensor.Tensor;

/**
 * A picture that is changed as the text says: what ComfyUI's
 * InstructPixToPixConditioning tells a network.
 *
 * @param latent of the picture, [n, C, h, w] in the VAE's scale
 */
public record EditedPicture(Tensor latent) implements Hint {
}
