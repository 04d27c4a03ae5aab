
package org.latentj.sampling.conditioning;

import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * A network that steers a UNet by a picture: it is shown what the UNet is
 * shown, and what it makes of it is added inside of the UNet. ControlNets
 * (Zhang et al. 2023) and T2I-Adapters (Mou et al. 2023) are such.
 */
public interface ControlNetwork {

	/**
	 * What a UNet is shown in one call.
	 *
	 * @param latents [n, C, H, W], scaled for the network
	 * @param times [n], in training steps
	 * @param context text embeddings, [n, tokens, width]
	 * @param vector [n, width], if the UNet takes one
	 */
	record Call(Tensor latents, Tensor times, Tensor context,
			Optional<Tensor> vector) {
	}

	/**
	 * A picture as this network takes it: its middle part of the new shape,
	 * resized by the nearest pixels, as in ComfyUI.
	 *
	 * @param picture [n, 3, h, w] in 0 to 1, of any size
	 * @param height of the latent in cells
	 * @param width likewise
	 */
	Tensor fitted(Tensor picture, int height, int width);

	/**
	 * What is to be added inside of the UNet. It is the caller's, who may change
	 * its numbers.
	 *
	 * @param pictures [n, 3, h, w], of the size that {@link #fitted} gives them
	 *          for these latents
	 */
	Residuals residuals(Call call, Tensor pictures);
}
