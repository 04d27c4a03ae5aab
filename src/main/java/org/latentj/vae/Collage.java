
package org.latentj.vae;

import org.latentj.tensor.Tensor;

/**
 * A small picture of patches from all over a large one, evenly spread: its
 * statistics are nearly those of the large one and react to changes likewise.
 */
final class Collage {

	/** Edge of a patch in latent cells. */
	private static final int PATCH = 16;

	private Collage() {}

	/**
	 * @param x [1, C, H, W]
	 * @param cell edge of a latent cell in samples
	 * @param side of the collage in latent cells at most
	 */
	static Tensor of(final Tensor x, final int cell, final int side) {
		final int[] rows = samples(x.size(2), cell, side);
		final int[] columns = samples(x.size(3), cell, side);
		final Tensor out = Tensor.zeros(1, x.size(1), rows.length, columns.length);
		for (int line = 0; line < x.size(1) * rows.length; line++) {
			final int from = (line / rows.length * x.size(2) + rows[line %
				rows.length]) * x.size(3);
			for (int i = 0; i < columns.length; i++) {
				out.data()[line * columns.length + i] = x.data()[from + columns[i]];
			}
		}
		return out;
	}

	/** Where along an axis its samples are taken from. */
	private static int[] samples(final int length, final int cell,
		final int side)
	{
		final int cells = length / cell;
		final int taken = Math.min(cells, side);
		final int patches = (taken + PATCH - 1) / PATCH;
		final int[] samples = new int[taken * cell];
		for (int i = 0; i < samples.length; i++) {
			final int patch = i / cell / PATCH;
			// NB: the first and the last patch lie at the picture's edges.
			final int shift = patches == 1 ? (cells - taken) / 2
				: (int) ((long) patch * (cells - taken) / (patches - 1));
			samples[i] = shift * cell + i;
		}
		return samples;
	}
}
