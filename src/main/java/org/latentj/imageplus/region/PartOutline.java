
package org.latentj.imageplus.region;

import ij.ImagePlus;
import ij.gui.Roi;

import java.awt.Color;
import java.awt.Rectangle;

/** Outlines a part of an image in its window. */
public final class PartOutline {

	private final CanvasOverlay overlay = new CanvasOverlay();

	private Rectangle shown;

	/**
	 * Outlines a part, in place of the one before.
	 *
	 * @param over shown in a window, or nothing happens
	 * @param part in pixels of the image
	 */
	public void show(final ImagePlus over, final Rectangle part) {
		if (over == overlay.image() && part.equals(shown)) {
			return;
		}
		clear();
		// NB: what others have laid there stays.
		if (over.getCanvas() == null || over.getCanvas().getShowAllList() != null) {
			return;
		}
		final Roi outline = new Roi(part.x, part.y, part.width, part.height);
		outline.setStrokeColor(Color.ORANGE);
		overlay.show(over, outline);
		shown = part.getBounds();
	}

	/** Shows the image as it is. */
	public void clear() {
		overlay.clear();
		shown = null;
	}
}
