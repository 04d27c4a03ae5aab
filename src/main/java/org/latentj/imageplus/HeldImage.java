
package org.latentj.imageplus;

import ij.ImagePlus;

/**
 * Keeps an image as it is while it is worked on, by ImageJ's lock: commands do
 * not change it, and if its window is closed, its pixels stay until the work is
 * done. An image that somebody else has locked is left to him.
 */
public final class HeldImage implements AutoCloseable {

	private final ImagePlus image;

	private final boolean locked;

	private HeldImage(final ImagePlus image) {
		this.image = image;
		this.locked = image.lockSilently();
	}

	/** Holds an image until this is closed, by the same thread. */
	public static HeldImage of(final ImagePlus image) {
		return new HeldImage(image);
	}

	@Override
	public void close() {
		if (locked) {
			image.unlock();
		}
	}
}
