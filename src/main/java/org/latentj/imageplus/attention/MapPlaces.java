
package org.latentj.imageplus.attention;

import ij.ImagePlus;
import ij.measure.Calibration;

import java.util.List;

/**
 * Where the pictures stand in an image that maps were made of.
 *
 * @param source the image
 * @param slices how many of its slices (z) there are, of each frame
 * @param frames how many of its frames
 * @param names of the pictures, as in {@code z=3 t=1}; of one picture alone
 *          none is told
 */
public record MapPlaces(ImagePlus source, int slices, int frames,
		List<String> names) {

	/** Copies the list. */
	public MapPlaces {
		names = List.copyOf(names);
	}

	/** One picture of an image. */
	public static MapPlaces one(final ImagePlus source) {
		return new MapPlaces(source, 1, 1, List.of(""));
	}

	/** What is told of a slice. */
	String label(final String what, final int picture) {
		return names.size() == 1 ? what : what + ", " + names.get(picture);
	}

	/**
	 * Gives an image of theirs its axes and the units of the source. NB: numbers
	 * of a map are no intensities, whose calibration would be wrong for them.
	 *
	 * @param each slices of the image for each picture
	 */
	void shape(final ImagePlus image, final int each) {
		if (names.size() == 1) {
			image.setDimensions(1, each, 1);
		}
		else {
			image.setDimensions(each * names.size() / (slices * frames), slices,
				frames);
			image.setOpenAsHyperStack(image.getStackSize() > 1);
		}
		final Calibration units = source.getLocalCalibration().copy();
		units.disableDensityCalibration();
		image.setCalibration(units);
	}
}
