
package org.latentj.omezarr;

import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.List;

import org.latentj.zarr.DataType;

/**
 * What an image of an OME-Zarr will be.
 *
 * @param version of Zarr: 2 for OME-Zarr 0.4, 3 for 0.5
 * @param name for people
 * @param axes of its arrays
 * @param sizes by axis
 * @param type of its pixels
 * @param calibration of its finest level
 * @param isLabels whether its pixels are numbers of things, of which there is
 *          no mean
 * @param more what OME-Zarr tells of it beside, as {@code omero}
 */
public record OmePlan(int version, String name, Axes axes, List<Integer> sizes,
		DataType type, Calibration calibration, boolean isLabels, JsonObject more) {

	/** @throws IllegalArgumentException if there are not as many sizes as axes */
	public OmePlan {
		sizes = List.copyOf(sizes);
		if (sizes.size() != axes.count() || sizes.stream().anyMatch(s -> s < 1)) {
			throw new IllegalArgumentException("sizes " + sizes + " are none of " +
				axes.names());
		}
	}

	/** Width in pixels. */
	public int width() {
		return size("x");
	}

	/** Height in pixels. */
	public int height() {
		return size("y");
	}

	private int size(final String axis) {
		return axes.of(axis) < 0 ? 1 : sizes.get(axes.of(axis));
	}

	/** Sizes by axis. */
	long[] shape() {
		return sizes.stream().mapToLong(Integer::longValue).toArray();
	}

	/** All planes. */
	public List<Place> places() {
		final List<Place> all = new ArrayList<>();
		for (int t = 1; t <= size("t"); t++) {
			for (int z = 1; z <= size("z"); z++) {
				for (int c = 1; c <= size("c"); c++) {
					all.add(new Place(c, z, t));
				}
			}
		}
		return all;
	}

	@Override
	public String toString() {
		return "the image '" + name + "' of " + width() + "x" + height() +
			" pixels of type " + type.text();
	}
}
