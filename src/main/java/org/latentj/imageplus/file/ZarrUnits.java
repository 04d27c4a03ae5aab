
package org.latentj.imageplus.file;

import ij.measure.Calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.omezarr.Axes;
import org.latentj.omezarr.OmePlanes;

/**
 * The lengths and times of an OME-Zarr as ImageJ has them: each axis has a size
 * above 0 and a unit. What ImageJ cannot have is said, see {@link #notes()}.
 *
 * @param planes with their axes
 * @param told what the OME-Zarr says
 */
record ZarrUnits(OmePlanes planes, org.latentj.omezarr.Calibration told) {

	private static final String PIXEL = "pixel";

	/** Sets all of it. */
	void set(final Calibration to) {
		to.pixelWidth = size("x");
		to.pixelHeight = size("y");
		to.xOrigin = origin("x");
		to.yOrigin = origin("y");
		unit("x").ifPresent(to::setUnit);
		unit("y").ifPresent(to::setYUnit);
		if (has("z")) {
			to.pixelDepth = size("z");
			to.zOrigin = origin("z");
			unit("z").ifPresent(to::setZUnit);
		}
		if (has("t")) {
			// NB: 0 is how ImageJ says that it is not known, too.
			to.frameInterval = Math.abs(scale("t"));
			unit("t").ifPresent(to::setTimeUnit);
		}
	}

	/** What is not as the OME-Zarr tells it; empty if all is. */
	List<String> notes() {
		final List<String> notes = new ArrayList<>();
		for (final String axis : List.of("x", "y", "z", "t")) {
			if (!has(axis) || planes.size(axis) == 1) {
				continue;
			}
			if (scale(axis) < 0) {
				notes.add("its scale for " + axis + " is " + scale(axis) +
					", an axis that runs the other way, which ImageJ has not: it is " +
					"opened as " + -scale(axis) + ", so that lengths are right and " +
					"positions have the other sign");
			}
			else if (scale(axis) == 0 && !axis.equals("t")) {
				notes.add("its scale for " + axis + " is 0, which is no size of a " +
					"pixel: it is opened as 1 pixel");
			}
		}
		return notes;
	}

	private boolean has(final String axis) {
		return planes.axes().of(axis) >= 0;
	}

	private double scale(final String axis) {
		return told.scale()[planes.axes().of(axis)];
	}

	private double size(final String axis) {
		return scale(axis) == 0 ? 1 : Math.abs(scale(axis));
	}

	/** Where the coordinate is 0, in pixels. NB: and no -0. */
	private double origin(final String axis) {
		return scale(axis) == 0 ? 0 : 0 - told.translation()[planes.axes().of(
			axis)] / scale(axis);
	}

	/** NB: ImageJ has names of its own for some. */
	private Optional<String> unit(final String axis) {
		final Axes axes = planes.axes();
		if (scale(axis) == 0 && !axis.equals("t")) {
			return Optional.of(PIXEL);
		}
		return axes.axes().get(axes.of(axis)).unit().map(u -> u.equals("micrometer")
			? "micron" : u.equals("second") ? "sec" : u);
	}
}
