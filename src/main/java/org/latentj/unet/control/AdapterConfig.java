
package org.latentj.unet.control;

import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.layer.Layers;
import org.latentj.sampling.conditioning.Residuals;

/**
 * What a T2I-Adapter's weights tell before its graph is built. One for Stable
 * Diffusion XL makes channels of 16 x 16 pixels, others of 8 x 8.
 *
 * @param colours channels of its picture: 3, or 1 of grey
 * @param side pixels along the edge of what becomes one cell
 */
record AdapterConfig(int colours, int side) {

	/** Levels, each of two blocks. */
	static final int LEVELS = 4;

	private static final int SIDE = 8;

	private static final int SIDE_OF_XL = 16;

	/** Red, green, blue. */
	private static final int COLOURS = 3;

	/**
	 * Reads it.
	 *
	 * @param weights in the authors' naming
	 * @throws IllegalArgumentException if it is of another make
	 */
	static AdapterConfig of(final Weights weights) {
		final int channels = weights.size("conv_in.weight", 1);
		for (final int side : new int[] { SIDE, SIDE_OF_XL }) {
			for (final int colours : new int[] { 1, COLOURS }) {
				if (channels == colours * side * side) {
					return new AdapterConfig(colours, side);
				}
			}
		}
		throw weights.problem("conv_in.weight", "takes " + channels +
			" channels; T2I-Adapters that can be run take 64 or 192, those for " +
			"Stable Diffusion XL 256 or 768");
	}

	/** Whether it is for Stable Diffusion XL. */
	boolean isXl() {
		return side == SIDE_OF_XL;
	}

	/** Whether a level has half of the size of the one before. */
	boolean halves(final int level) {
		return isXl() ? level == 2 : level > 0;
	}

	/**
	 * Where the features of each level are added (Mou et al. 2023, section 3.2):
	 * behind the last block of each level of the UNet; in Stable Diffusion XL
	 * behind the first one that halves, behind two further levels, and behind the
	 * middle block.
	 */
	List<String> places() {
		return isXl() ? List.of(Residuals.down(3), Residuals.down(5), Residuals
			.down(8), Residuals.MIDDLE) : List.of(Residuals.down(2), Residuals.down(
				5), Residuals.down(8), Residuals.down(11));
	}

	/** The widths of the levels. */
	static List<Integer> widths(final Weights weights) {
		return List.of(0, 1, 2, 3).stream().map(level -> Layers.outputs(weights.at(
			"body." + 2 * level + ".block1"))).toList();
	}
}
