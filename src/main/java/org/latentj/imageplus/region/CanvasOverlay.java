
package org.latentj.imageplus.region;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.Overlay;
import ij.gui.Roi;

/**
 * Lays a shape over an image's window. NB: over the canvas, as the ROI Manager
 * shows its selections: the image and its own overlay stay as they are.
 */
public final class CanvasOverlay {

	private ImagePlus image;

	private Overlay laid;

	/**
	 * Lays a shape over an image in place of the one before.
	 *
	 * @param over shown in a window, or nothing happens
	 */
	public void show(final ImagePlus over, final Roi shape) {
		if (over != image) {
			clear();
		}
		final ImageCanvas canvas = over.getCanvas();
		if (canvas != null) {
			image = over;
			laid = new Overlay(shape);
			canvas.setShowAllList(laid);
			canvas.repaint();
		}
	}

	/** The image that is covered; null if none is. */
	public ImagePlus image() {
		return image;
	}

	/** Shows the image as it is. */
	public void clear() {
		final ImageCanvas canvas = image == null ? null : image.getCanvas();
		if (canvas != null && canvas.getShowAllList() == laid) {
			canvas.setShowAllList(null);
			canvas.repaint();
		}
		image = null;
		laid = null;
	}
}
