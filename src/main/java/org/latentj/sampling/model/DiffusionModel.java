
package org.latentj.sampling.model;

import java.util.List;

import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.tensor.Tensor;

/**
 * The trained network, without any knowledge of sigmas. {@code unet.UNet} is
 * one.
 */
@FunctionalInterface
public interface DiffusionModel {

	/**
	 * Predicts the noise (or velocity) in a batch of noisy latents, each with a
	 * conditioning of its own.
	 *
	 * @param x scaled noisy latents, [N, C, H, W]
	 * @param timestep time on the training schedule, 0 to 999, not necessarily
	 *          whole, the same for all items
	 * @param conditionings N conditionings; their contexts may differ in length,
	 *          implementations take them in one go or in several, as ComfyUI does
	 * @return the prediction, of the shape of {@code x}, items in the same order
	 */
	Tensor predict(Tensor x, double timestep, List<Conditioning> conditionings);
}
