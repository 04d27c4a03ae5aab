
package org.latentj.pipeline;

import org.latentj.tensor.Tensor;

/** The top left part of a picture: cells of a latent may hold more. */
final class TopLeft {

	private TopLeft() {}

	/**
	 * Copies it.
	 *
	 * @param picture [1, 3, h, w], at least as large as the batch's
	 * @param batch [N, 3, H, W]
	 * @param item of the batch, from 0
	 */
	static void copy(final Tensor picture, final Tensor batch, final int item) {
		final int height = batch.size(2);
		final int width = batch.size(3);
		for (int row = 0; row < 3 * height; row++) {
			System.arraycopy(picture.data(), (row / height * picture.size(2) + row %
				height) * picture.size(3), batch.data(), (3 * item * height + row) *
					width, width);
		}
	}
}
