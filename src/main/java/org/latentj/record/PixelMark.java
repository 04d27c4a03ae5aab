
package org.latentj.record;

import ij.ImagePlus;
import ij.ImageStack;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Knows whether pixels are still those that were made: a checksum of each slice
 * in a property of the image, which goes with it into copies and TIFF files.
 */
final class PixelMark {

	private static final String PROPERTY = "latentj.pixels";

	/** What says that pixels are other ones. */
	private static final String CHANGED = "changed";

	/** NB: of huge stacks nobody shall wait for it. */
	private static final long MOST_PIXELS = 1L << 26;

	private static final int MOST_SLICES = 1000;

	private static final int RGB = 0xffffff;

	private PixelMark() {}

	/** Marks an image whose pixels are those that were made. */
	static void set(final ImagePlus image) {
		final ImageStack stack = image.getStack();
		final long pixels = (long) image.getWidth() * image.getHeight() * stack
			.getSize();
		if (pixels > MOST_PIXELS || stack.getSize() > MOST_SLICES) {
			image.setProp(PROPERTY, null);
			return;
		}
		final List<String> sums = new ArrayList<>();
		for (int slice = 1; slice <= stack.getSize(); slice++) {
			sums.add(sum(stack.getPixels(slice)));
		}
		image.setProp(PROPERTY, String.join(" ", sums));
	}

	/** Marks an image whose pixels were changed before. */
	static void setChanged(final ImagePlus image) {
		image.setProp(PROPERTY, CHANGED);
	}

	/**
	 * Whether the current slice is none of those that were made; false if that is
	 * not known.
	 */
	static boolean isChanged(final ImagePlus image) {
		final String sums = image.getProp(PROPERTY);
		return sums != null && !Arrays.asList(sums.split(" ")).contains(sum(image
			.getStack().getPixels(image.getCurrentSlice())));
	}

	private static String sum(final Object pixels) {
		final CRC32 sum = new CRC32();
		if (pixels instanceof byte[] bytes) {
			sum.update(bytes);
		}
		else if (pixels instanceof short[] shorts) {
			final ByteBuffer all = ByteBuffer.allocate(Short.BYTES * shorts.length);
			all.asShortBuffer().put(shorts);
			sum.update(all);
		}
		else if (pixels instanceof float[] floats) {
			final ByteBuffer all = ByteBuffer.allocate(Float.BYTES * floats.length);
			all.asFloatBuffer().put(floats);
			sum.update(all);
		}
		else {
			final ByteBuffer all = ByteBuffer.allocate(Integer.BYTES *
				((int[]) pixels).length);
			for (final int pixel : (int[]) pixels) {
				all.putInt(pixel & RGB);
			}
			sum.update(all.flip());
		}
		return Long.toHexString(sum.getValue());
	}
}
