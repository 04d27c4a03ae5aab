
package org.latentj.imageplus;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;

/** Lets calibration and overlay follow pixels that lie elsewhere now. */
final class ShiftedImage {

	private ShiftedImage() {}

	/**
	 * Shifts them: what had coordinates has the same ones afterwards.
	 *
	 * @param x pixels to the right
	 * @param y pixels down
	 */
	static void shift(final ImagePlus image, final int x, final int y) {
		final Calibration calibration = image.getLocalCalibration();
		calibration.xOrigin += x;
		calibration.yOrigin += y;
		if (image.getOverlay() != null) {
			final Overlay shifted = new Overlay();
			for (final Roi roi : image.getOverlay()) {
				final Roi other = (Roi) roi.clone();
				other.setLocation(roi.getXBase() + x, roi.getYBase() + y);
				shifted.add(other);
			}
			image.setOverlay(shifted);
		}
	}
}
