
package org.latentj.sampling.conditioning;

/**
 * The size conditioning of SDXL (Podell et al. 2023, sections 2.2 and 2.3): of
 * which size the picture is said to be, and what was cut off of it. All in
 * pixels, 0 to 16384.
 *
 * @param width of the picture before it was cut
 * @param height likewise
 * @param cropLeft cut off at the left
 * @param cropTop cut off at the top
 * @param targetWidth of the picture as it is wanted
 * @param targetHeight likewise
 */
public record SizeConditioning(int width, int height, int cropLeft, int cropTop,
		int targetWidth, int targetHeight) {

	/** The largest number of pixels. */
	public static final int MOST = 16_384;

	/** @throws IllegalArgumentException if a number is out of its range */
	public SizeConditioning {
		for (final int pixels : new int[] { width, height, cropLeft, cropTop,
			targetWidth, targetHeight })
		{
			if (pixels < 0 || pixels > MOST) {
				throw new IllegalArgumentException("a size conditioning of " + pixels +
					" pixels; 0 to " + MOST + " are valid");
			}
		}
	}

	/** A picture that is wanted as large as it is, with nothing cut off. */
	public static SizeConditioning of(final int width, final int height) {
		return new SizeConditioning(width, height, 0, 0, width, height);
	}
}
