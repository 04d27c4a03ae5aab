
package org.latentj.imageplus.region;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.Overlay;
import ij.gui.Roi;

import java.awt.Color;
import java.awt.Rectangle;

/**
 * Outlines a part of an image in its window. NB: over the canvas, as the ROI
 * Manager shows its selections: the image and its own overlay stay as they are.
 */
public final class PartOutline {

	private ImagePlus image;

	private Overlay laid;

	/**
	 * Outlines a part, in place of the one before.
	 *
	 * @param over shown in a window, or nothing happens
	 * @param part in pixels of the image
	 */
	public void show(final ImagePlus over, final Rectangle part) {
		if (over == image && laid != null && laid.get(0).getBounds().equals(part)) {
			return;
		}
		clear();
		final ImageCanvas canvas = over.getCanvas();
		// NB: what others have laid there stays.
		if (canvas == null || canvas.getShowAllList() != null) {
			return;
		}
		final Roi outline = new Roi(part.x, part.y, part.width, part.height);
		outline.setStrokeColor(Color.ORANGE);
		laid = new Overlay(outline);
		image = over;
		canvas.setShowAllList(laid);
		canvas.repaint();
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
