
package org.latentj.studio.view;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.process.ImageProcessor;

import java.awt.Rectangle;

import org.latentj.imageplus.region.CanvasOverlay;

/** Lays pictures over an image's window. */
final class ImageOverlay {

	private final CanvasOverlay overlay = new CanvasOverlay();

	private ImageRoi picture;

	private double share = 1;

	/**
	 * Lays a picture over an image in place of the one before.
	 *
	 * @param over shown in a window, or nothing happens
	 * @param place in pixels of the image; the picture is made as large
	 */
	void show(final ImagePlus over, final ImageProcessor look,
		final Rectangle place)
	{
		final ImageProcessor sized = look.getWidth() == place.width && look
			.getHeight() == place.height ? look : look.resize(place.width,
				place.height);
		picture = new ImageRoi(place.x, place.y, sized.convertToRGB());
		picture.setOpacity(share);
		overlay.show(over, picture);
	}

	/** How much of the picture is seen, 0 to 1. */
	void share(final double part) {
		share = part;
		final ImagePlus image = overlay.image();
		if (image != null && image.getCanvas() != null) {
			picture.setOpacity(part);
			image.getCanvas().repaint();
		}
	}

	/** The image that is covered; null if none is. */
	ImagePlus image() {
		return overlay.image();
	}

	/** Shows the image as it is. */
	void clear() {
		overlay.clear();
		picture = null;
	}
}
