
package org.latentj.sampling.conditioning;

import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * What is known of the pictures when sampling begins, from which a network's
 * further inputs are made: SDXL's sizes, the channels of inpainting models.
 *
 * @param latent what is sampled from, in the network's scale, [N, C, H, W]
 * @param noiseMask 1 where it may change, 0 where not, [n, h, w] or [n, 1, h,
 *          w] of any size
 * @param cell pixels along the edge of a cell of the latent
 * @param seed of the run, unsigned
 */
public record Canvas(Tensor latent, Optional<Tensor> noiseMask, int cell,
		long seed) {

	/**
	 * @throws IllegalArgumentException if it is no latent or the cell is empty
	 */
	public Canvas {
		if (latent.rank() != 4 || cell < 1) {
			throw new IllegalArgumentException(
				"a latent has the shape [N, C, H, W] and cells of at least 1 pixel, " +
					"this one is " + latent + " with cells of " + cell);
		}
	}

	/** In pixels. */
	public int height() {
		return latent.size(2) * cell;
	}

	/** In pixels. */
	public int width() {
		return latent.size(3) * cell;
	}
}
