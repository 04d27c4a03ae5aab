
package org.latentj.imageplus.attention;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;

import java.awt.GraphicsEnvironment;

/** Gives the selections of an image of labels to those who measure. */
public final class SelectionList {

	private SelectionList() {}

	/**
	 * Puts them into the ROI Manager, which is opened if it isn't. NB: without a
	 * screen there is none, and they become the overlay of the image that they
	 * are of; one that it had is kept, and they come behind it.
	 *
	 * @param labels with the selections in its overlay
	 * @param source of which the labels are
	 */
	public static void add(final ImagePlus labels, final ImagePlus source) {
		if (GraphicsEnvironment.isHeadless()) {
			final Overlay all = source.getOverlay() == null ? new Overlay() : source
				.getOverlay().duplicate();
			for (final Roi roi : labels.getOverlay()) {
				all.add((Roi) roi.clone(), roi.getName());
			}
			source.setOverlay(all);
			return;
		}
		final RoiManager manager = RoiManager.getRoiManager();
		for (final Roi roi : labels.getOverlay()) {
			manager.addRoi((Roi) roi.clone());
		}
	}
}
