
package org.latentj.sampling.hint;

import org.latentj.control.Bounds;
import org.latentj.sampling.conditioning.Hint;
import org.latentj.tensor.Tensor;

/**
 * A picture that is enlarged, for upscalers: what ComfyUI's
 * SD_4XUpscale_Conditioning tells them.
 *
 * @param pixels [n, 3, h, w] in 0 to 1, resized to the cells of the latent
 * @param augmentation how much noise is laid over it, 0 to 1 of what the
 *          network was trained with
 */
public record SmallPicture(Tensor pixels, double augmentation) implements Hint {

	/**
	 * @throws IllegalArgumentException if the augmentation is out of its range
	 */
	public SmallPicture {
		Bounds.check("augmentation", augmentation, 0, 1);
	}
}
