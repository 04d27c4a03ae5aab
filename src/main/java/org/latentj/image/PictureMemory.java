
package org.latentj.image;

import java.util.Locale;

/**
 * The memory that pictures take on their way through the networks as a whole:
 * about {@value #BYTES} bytes of Java's heap for each pixel, in half a dozen
 * tensors of three channels, of which the largest must fit into an array. What
 * is too large is refused before anything is allocated.
 */
public final class PictureMemory {

	/**
	 * NB: measured, the least heap with which a picture of 4 megapixels came
	 * through: 50 to 60 bytes for each pixel.
	 */
	static final int BYTES = 64;

	/** For each picture more of a batch: three channels, and the image of it. */
	private static final int BYTES_MORE = 16;

	private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

	private static final String ADVICE =
		"inpaint a selection with 'surroundings', crop the picture, " +
			"or choose a smaller size or batch";

	private PictureMemory() {}

	/**
	 * Fails unless Java's heap, and its arrays, can hold pictures.
	 *
	 * @param width of each in pixels
	 * @param height of each in pixels
	 * @param pictures how many there are, at least 1
	 * @throws IllegalArgumentException if not; the message says what they need,
	 *           what there is and what to do
	 */
	public static void require(final long width, final long height,
		final long pictures)
	{
		require(width, height, pictures, BYTES_MORE);
	}

	/**
	 * Likewise for pictures that are made one by one and joined in the end, for
	 * which they are there twice.
	 */
	public static void requireJoined(final long width, final long height,
		final long pictures)
	{
		require(width, height, pictures, 2 * BYTES_MORE);
	}

	private static void require(final long width, final long height,
		final long pictures, final int bytesMore)
	{
		final double pixels = (double) width * height;
		final double needed = pixels * (BYTES + bytesMore * (pictures - 1.0));
		final long heap = Runtime.getRuntime().maxMemory();
		final String what = pictures + (pictures == 1 ? " picture of "
			: " pictures of ") + width + "x" + height +
			" pixels cannot be worked on as a whole: ";
		if (3 * pixels * pictures > LONGEST_ARRAY) {
			throw new IllegalArgumentException(what + "three channels are " + round(
				3 * pixels * pictures) + " numbers, and at most " + LONGEST_ARRAY +
				" fit into an array; " + ADVICE);
		}
		if (needed > heap) {
			throw new IllegalArgumentException(what + "it takes about " + megabytes(
				needed) + " of memory, and Java may have " + megabytes(heap) + "; " +
				ADVICE + ", or give Java more memory (Edit > Options > " +
				"Memory & Threads..., or -Xmx)");
		}
	}

	private static String megabytes(final double bytes) {
		return round(bytes / (1 << 20)) + " MB";
	}

	private static String round(final double number) {
		return String.format(Locale.ROOT, "%.0f", number);
	}
}
