
package org.latentj.studio.run;

import ij.ImagePlus;

import java.util.Arrays;

/**
 * The pixels of a slice, to be compared with others.
 *
 * @param pixels ImageJ's array of them
 * @param width in pixels
 * @param height in pixels
 * @param slice of the image, from 1
 */
record KnownPlane(Object pixels, int width, int height, int slice) {

	/** Those that an image shows, which are not copied. */
	static KnownPlane of(final ImagePlus image) {
		return new KnownPlane(image.getProcessor().getPixels(), image.getWidth(),
			image.getHeight(), image.getCurrentSlice());
	}

	/** The same, of pixels that nobody changes. */
	KnownPlane copy() {
		final Object own = pixels instanceof byte[] bytes ? bytes.clone()
			: pixels instanceof short[] shorts ? shorts.clone()
				: pixels instanceof int[] ints ? ints.clone() : ((float[]) pixels)
					.clone();
		return new KnownPlane(own, width, height, slice);
	}

	/**
	 * Whether another one has the same pixels, at the same place of the stack.
	 */
	boolean equalTo(final KnownPlane other) {
		return width == other.width && height == other.height &&
			slice == other.slice && run(0, other, 0, width * height);
	}

	/** Whether it is a part of a larger one that has one value all around it. */
	boolean liesIn(final KnownPlane larger, final int x, final int y) {
		for (int row = 0; row < height; row++) {
			if (!run(row * width, larger, (y + row) * larger.width + x, width)) {
				return false;
			}
		}
		final int first = x + y > 0 ? 0 : larger.width * larger.height - 1;
		for (int row = 0; row < larger.height; row++) {
			final boolean beside = row >= y && row < y + height;
			final int start = row * larger.width;
			final int left = beside ? x : larger.width;
			final int right = beside ? larger.width - x - width : 0;
			if (!larger.isAll(first, start, left) || !larger.isAll(first, start +
				larger.width - right, right))
			{
				return false;
			}
		}
		return true;
	}

	/** Whether some pixels in a row are all as another one. */
	private boolean isAll(final int one, final int from, final int length) {
		return length == 0 || run(one, this, from, 1) && run(from, this, from + 1,
			length - 1);
	}

	/** Whether pixels that follow one another are the same bits. */
	private boolean run(final int from, final KnownPlane other, final int at,
		final int n)
	{
		if (pixels instanceof byte[] a && other.pixels instanceof byte[] b) {
			return Arrays.equals(a, from, from + n, b, at, at + n);
		}
		if (pixels instanceof short[] a && other.pixels instanceof short[] b) {
			return Arrays.equals(a, from, from + n, b, at, at + n);
		}
		if (pixels instanceof int[] a && other.pixels instanceof int[] b) {
			return Arrays.equals(a, from, from + n, b, at, at + n);
		}
		return pixels instanceof float[] a && other.pixels instanceof float[] b &&
			Arrays.equals(a, from, from + n, b, at, at + n);
	}
}
