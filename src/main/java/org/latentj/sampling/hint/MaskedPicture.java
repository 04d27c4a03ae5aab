
package org.latentj.sampling.hint;

import org.latentj.sampling.conditioning.Hint;
import org.latentj.tensor.Tensor;

/**
 * A picture of which a part is made anew, for inpainting models: what ComfyUI's
 * InpaintModelConditioning tells them.
 *
 * @param latent of the picture with its masked part hidden, [n, C, h, w] in the
 *          VAE's scale
 * @param mask 1 where it is made anew, [n, 1, H, W] of any size
 */
public record MaskedPicture(Tensor latent, Tensor mask) implements Hint {
}
