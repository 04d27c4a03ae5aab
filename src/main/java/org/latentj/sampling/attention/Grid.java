
package org.latentj.sampling.attention;

/**
 * The cells of a level of a network.
 *
 * @param level 0 = as fine as the latent, each further one has half as many
 *          cells along a side, rounded up
 * @param latentHeight cells of the latent
 * @param latentWidth likewise
 */
public record Grid(int level, int latentHeight, int latentWidth) {

	/** Cells along the height. */
	public int height() {
		return AttentionOutputs.side(latentHeight, level);
	}

	/** Cells along the width. */
	public int width() {
		return AttentionOutputs.side(latentWidth, level);
	}

	/** All cells. */
	public int cells() {
		return height() * width();
	}

	/** Cells of the latent along a side of one of these. */
	public int step() {
		return 1 << level;
	}
}
