
package org.latentj.sampling.noise;

import org.latentj.tensor.Tensor;

/**
 * Where a tile lies in a larger picture: its noise is cut from that of the
 * whole, so that tiles agree where they overlap, and with the picture in one
 * go.
 *
 * @param width of the whole picture in pixels
 * @param height likewise
 * @param left pixels before the tile
 * @param top likewise above it
 */
public record NoiseWindow(int width, int height, int left, int top) {

	/** @throws IllegalArgumentException if it does not begin within the whole */
	public NoiseWindow {
		if (left < 0 || top < 0 || left >= width || top >= height) {
			throw new IllegalArgumentException("a tile at " + left + ", " + top +
				" is none of a picture of " + width + "x" + height + " pixels");
		}
	}

	/** Noise of a shape. */
	@FunctionalInterface
	public interface Drawn {

		/** Of this shape. */
		Tensor of(int... shape);
	}

	/**
	 * The noise of the tile.
	 *
	 * @param shape of the tile, [N, C, H, W]
	 * @param cell pixels along the edge of one of its cells
	 * @param noise draws that of the whole, which is [N, C, ...] too
	 */
	public Tensor of(final int[] shape, final int cell, final Drawn noise) {
		if (left % cell != 0 || top % cell != 0) {
			throw new IllegalArgumentException("a tile at " + left + ", " + top +
				" begins within a latent cell of " + cell + " pixels");
		}
		final int x = left / cell;
		final int y = top / cell;
		final int w = Math.max((width + cell - 1) / cell, x + shape[3]);
		final int h = Math.max((height + cell - 1) / cell, y + shape[2]);
		final Tensor whole = noise.of(shape[0], shape[1], h, w);
		final Tensor out = Tensor.zeros(shape);
		for (int plane = 0; plane < shape[0] * shape[1]; plane++) {
			for (int row = 0; row < shape[2]; row++) {
				System.arraycopy(whole.data(), (plane * h + y + row) * w + x, out
					.data(), (plane * shape[2] + row) * shape[3], shape[3]);
			}
		}
		return out;
	}
}
