
package org.latentj.imageplus.planes;

import ij.ImagePlus;

/**
 * Keeps an image as it is while it is worked on. {@link #image} is what the
 * image was when it began to be held: whatever is done to it meanwhile makes no
 * difference. It is also locked, by ImageJ's lock, so that commands do not
 * change it and, if its window is closed, its slices stay until the work is
 * done. An image that somebody else has locked is left to him.
 */
public final class HeldImage implements AutoCloseable {

	private final ImagePlus held;

	private final boolean locked;

	private final ImagePlus taken;

	private HeldImage(final ImagePlus image, final boolean mask) {
		held = image;
		locked = image.lockSilently();
		try {
			taken = mask ? TakenImage.ofMask(image) : TakenImage.of(image);
		}
		catch (final RuntimeException | Error e) {
			close();
			throw e;
		}
	}

	/**
	 * Holds a picture until this is closed, by the same thread.
	 *
	 * @throws IllegalArgumentException if it has no slices
	 */
	public static HeldImage of(final ImagePlus picture) {
		return new HeldImage(picture, false);
	}

	/**
	 * Holds a mask image until this is closed, by the same thread, with its
	 * threshold.
	 *
	 * @throws IllegalArgumentException if it has no slices
	 */
	public static HeldImage ofMask(final ImagePlus mask) {
		return new HeldImage(mask, true);
	}

	/** What it was, as an image that nobody sees and that must not be changed. */
	public ImagePlus image() {
		return taken;
	}

	/** Copies slices, so that nobody who draws on the image changes them. */
	public void keep(final Iterable<Integer> slices) {
		TakenImage.keep(taken, slices);
	}

	@Override
	public void close() {
		if (locked) {
			held.unlock();
		}
	}
}
