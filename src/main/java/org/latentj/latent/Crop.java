
package org.latentj.latent;

import org.latentj.control.Ids;

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

	@Override
	public String toString() {
		return id;
	}
}
