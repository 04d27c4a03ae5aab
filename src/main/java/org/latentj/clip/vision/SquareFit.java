
package org.latentj.clip.vision;

import org.latentj.control.Ids;
import org.latentj.latent.AntialiasedResize;
import org.latentj.latent.LatentGeometry;
import org.latentj.tensor.Tensor;

/**
 * How a picture of any size becomes the square that CLIP looks at, as ComfyUI's
 * CLIPVisionEncode does it: resized (bicubic, antialiased), rounded to 8 bits
 * as in CLIP's training, normalised by the mean and standard deviation of its
 * training pictures (Radford et al. 2021).
 */
public enum SquareFit {

		/** Resized until the shorter side fits; the middle counts. */
		CENTER("center"),

		/** Both sides resized: all of it counts, squeezed. */
		NONE("none");

	private static final float[] MEAN = { 0.48145466f, 0.4578275f, 0.40821073f };

	private static final float[] DEVIATION = { 0.26862954f, 0.26130258f,
		0.27577711f };

	private static final float WHITE = 255;

	private final String id;

	SquareFit(final String id) {
		this.id = id;
	}

	/** ComfyUI's id. */
	public String id() {
		return id;
	}

	/** The one with this id; an error lists the known ones. */
	public static SquareFit of(final String id) {
		return Ids.of("crop", id, values(), SquareFit::id);
	}

	/**
	 * What the network is given.
	 *
	 * @param pictures [N, 3, H, W] in 0 to 1
	 * @param size width and height of the square
	 * @return [N, 3, size, size]
	 * @throws IllegalArgumentException if the shape is another one
	 */
	Tensor pixels(final Tensor pictures, final int size) {
		if (pictures.rank() != 4 || pictures.size(1) != 3 || pictures
			.length() == 0)
		{
			throw new IllegalArgumentException(
				"CLIP looks at pictures [N, 3, H, W], not at " + pictures);
		}
		final Tensor square = square(pictures, size);
		final int plane = size * size;
		final float[] numbers = square.data();
		for (int i = 0; i < numbers.length; i++) {
			final int channel = i / plane % 3;
			final float grey = (float) Math.rint(Math.max(0, Math.min(WHITE, WHITE *
				numbers[i]))) / WHITE;
			numbers[i] = (grey - MEAN[channel]) / DEVIATION[channel];
		}
		return square;
	}

	private Tensor square(final Tensor pictures, final int size) {
		final int height = pictures.size(2);
		final int width = pictures.size(3);
		if (height == size && width == size) {
			return pictures.copy();
		}
		if (this == NONE) {
			return AntialiasedResize.bicubic(pictures, size, size);
		}
		final double scale = (double) size / Math.min(height, width);
		// NB: Python's round() goes to the even neighbour at halves.
		final int h = (int) Math.rint(scale * height);
		final int w = (int) Math.rint(scale * width);
		return LatentGeometry.cut(AntialiasedResize.bicubic(pictures, w, h), (w -
			size) / 2, (h - size) / 2, size, size);
	}

	@Override
	public String toString() {
		return id;
	}
}
