
package org.latentj.latent;

import org.latentj.control.Ids;
import org.latentj.tensor.Tensor;

/**
 * What happens before resizing if the new size has another aspect ratio.
 */
public enum Crop {

		/** Nothing: the picture is stretched. */
		DISABLED("disabled"),
		/** As much as needed is cut off on both sides. */
		CENTER("center");

	private final String id;

	Crop(final String id) {
		this.id = id;
	}

	/** ComfyUI's id. */
	public String id() {
		return id;
	}

	/** The one with this id; an error lists the known ones. */
	public static Crop of(final String id) {
		return Ids.of("crop", id, values(), Crop::id);
	}

	/**
	 * What is left before resizing.
	 *
	 * @param x [N, C, H, W]
	 * @param width that it will have, at least 1
	 * @param height likewise
	 */
	public Tensor apply(final Tensor x, final int width, final int height) {
		if (this == DISABLED) {
			return x;
		}
		final int w = x.size(3);
		final int h = x.size(2);
		final double aspect = (double) w / h;
		final double newAspect = (double) width / height;
		// NB: Python's round() goes to the even neighbour at halves.
		final int left = aspect > newAspect ? (int) Math.rint((w - w * (newAspect /
			aspect)) / 2) : 0;
		final int top = aspect < newAspect ? (int) Math.rint((h - h * (aspect /
			newAspect)) / 2) : 0;
		return LatentGeometry.cut(x, left, top, w - 2 * left, h - 2 * top);
	}

	@Override
	public String toString() {
		return id;
	}
}
