
package org.latentj.studio.view;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.process.ImageProcessor;

import java.awt.Rectangle;

/**
 * Lays pictures over an image's window. NB: over the canvas, as the ROI Manager
 * shows its selections: the image and its own overlay stay as they are.
 */
final class ImageOverlay {

	private ImagePlus image;

	private Overlay laid;

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
		if (over != image) {
			clear();
		}
		final ImageCanvas canvas = over.getCanvas();
		if (canvas == null) {
			return;
		}
		final ImageProcessor sized = look.getWidth() == place.width && look
			.getHeight() == place.height ? look : look.resize(place.width,
				place.height);
		picture = new ImageRoi(place.x, place.y, sized.convertToRGB());
		picture.setOpacity(share);
		laid = new Overlay(picture);
		image = over;
		canvas.setShowAllList(laid);
		canvas.repaint();
	}

	/** How much of the picture is seen, 0 to 1. */
	void share(final double part) {
		share = part;
		if (picture != null && image.getCanvas() != null) {
			picture.setOpacity(part);
			image.getCanvas().repaint();
		}
	}

	/** The image that is covered; null if none is. */
	ImagePlus image() {
		return image;
	}

	/** Shows the image as it is. */
	void clear() {
		final ImageCanvas canvas = image == null ? null : image.getCanvas();
		if (canvas != null && canvas.getShowAllList() == laid) {
			canvas.setShowAllList(null);
			canvas.repaint();
		}
		image = null;
		laid = null;
		picture = null;
	}
}
