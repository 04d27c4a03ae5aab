
package org.latentj.imageplus.planes;

import ij.ImagePlus;
import ij.gui.Roi;

/** Over which slices a selection lies. */
public final class RoiPosition {

	private RoiPosition() {}

	/**
	 * Whether one of an overlay is shown over a slice.
	 *
	 * @param slice from 1, of the image's stack. NB: of a position 0 is
	 *          everywhere.
	 */
	public static boolean covers(final Roi roi, final ImagePlus image,
		final int slice)
	{
		if (roi.hasHyperStackPosition()) {
			final int[] czt = image.convertIndexToPosition(slice);
			return is(roi.getCPosition(), czt[0]) && is(roi.getZPosition(), czt[1]) &&
				is(roi.getTPosition(), czt[2]);
		}
		return is(roi.getPosition(), slice);
	}

	private static boolean is(final int position, final int index) {
		return position == 0 || position == index;
	}
}
