
package org.latentj.sampling.hint;

import org.latentj.control.Bounds;
import org.latentj.sampling.conditioning.Hint;

/**
 * The size conditioning of SDXL (Podell et al. 2023, sections 2.2 and 2.3): of
 * which size the picture is said to be, and what was cut off of it. All in
 * pixels, 0 to 16384.
 *
 * @param width of the picture before it was cut; 0 = as it is
 * @param height likewise
 * @param cropLeft cut off at the left
 * @param cropTop cut off at the top
 * @param targetWidth of the picture as it is wanted; 0 = as it is
 * @param targetHeight likewise
 */
public record SizeConditioning(int width, int height, int cropLeft, int cropTop,
		int targetWidth, int targetHeight) implements Hint {

	/** The largest number of pixels. */
	public static final int MOST = 16_384;

	/** A picture that is wanted as it is, with nothing cut off. */
	public static final SizeConditioning NONE = new SizeConditioning(0, 0, 0, 0,
		0, 0);

	/** @throws IllegalArgumentException if a number is out of its range */
	public SizeConditioning {
		Bounds.check("width", width, 0, MOST);
		Bounds.check("height", height, 0, MOST);
		Bounds.check("crop at the left", cropLeft, 0, MOST);
		Bounds.check("crop at the top", cropTop, 0, MOST);
		Bounds.check("target width", targetWidth, 0, MOST);
		Bounds.check("target height", targetHeight, 0, MOST);
	}

	/** The same of a picture of this size, of which nothing is left open. */
	public SizeConditioning of(final int pictureWidth, final int pictureHeight) {
		return new SizeConditioning(width == 0 ? pictureWidth : width, height == 0
			? pictureHeight : height, cropLeft, cropTop, targetWidth == 0
				? pictureWidth : targetWidth, targetHeight == 0 ? pictureHeight
					: targetHeight);
	}
}
