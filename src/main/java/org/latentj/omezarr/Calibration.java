
package org.latentj.omezarr;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.util.Arrays;

import org.latentj.zarr.store.Fields;
import org.latentj.zarr.store.ZarrException;

/**
 * Where the numbers of an array lie in the units of its axes: the first one at
 * the translation, each further one by the scale from there.
 *
 * @param scale by axis
 * @param translation by axis
 */
public record Calibration(double[] scale, double[] translation) {

	private static final String FIELD = "coordinateTransformations";

	/** NB: so that also a volume, and a hundred levels, are numbers. */
	private static final double MOST = 1e100;

	/** One number is one unit. */
	static Calibration none(final int axes) {
		final double[] ones = new double[axes];
		Arrays.fill(ones, 1);
		return new Calibration(ones, new double[axes]);
	}

	/** Reads those of a file; none if it has none. */
	static Calibration read(final Fields fields, final int axes)
		throws IOException
	{
		Calibration all = none(axes);
		if (!fields.has(FIELD)) {
			return all;
		}
		for (final Fields one : fields.objects(FIELD)) {
			final String type = one.text("type");
			all = switch (type) {
				case "identity" -> all;
				case "scale" -> all.then(new Calibration(numbers(one, type, axes),
					new double[axes]));
				case "translation" -> all.then(new Calibration(none(axes).scale,
					numbers(one, type, axes)));
				default -> throw new ZarrException(fields.file(),
					"has a transformation '" + type +
						"', valid: scale, translation, identity");
			};
		}
		return all;
	}

	private static double[] numbers(final Fields fields, final String name,
		final int axes) throws ZarrException
	{
		final double[] numbers = fields.numbers(name);
		if (numbers.length != axes) {
			throw new ZarrException(fields.file(), "has a " + name + " of " +
				numbers.length + " numbers for " + axes + " axes");
		}
		return numbers;
	}

	/**
	 * Fails if there is a number that no length or time can be. NB: OME-Zarr 0.4
	 * and 0.5 want numbers and no more: below 0 is an axis that runs the other
	 * way, and 0 is what bioformats2raw writes where no time is known.
	 */
	void requireUsable(final String file, final Axes axes) throws ZarrException {
		for (int i = 0; i < scale.length; i++) {
			final double size = Math.abs(scale[i]);
			if (!(size == 0 || size >= 1 / MOST && size <= MOST)) {
				throw unusable(file, "a scale", scale[i], axes, i, "0, and " + 1 /
					MOST + " to " + MOST + " with either sign");
			}
			if (!(Math.abs(translation[i]) <= MOST)) {
				throw unusable(file, "a translation", translation[i], axes, i, -MOST +
					" to " + MOST);
			}
		}
	}

	private static ZarrException unusable(final String file, final String what,
		final double number, final Axes axes, final int axis, final String valid)
	{
		return new ZarrException(file, "has " + what + " of " + number +
			" for the axis " + axes.names().get(axis) + ", valid: " + valid);
	}

	/** This one, and another one of what comes out of it. */
	Calibration then(final Calibration outer) {
		final Calibration all = new Calibration(scale.clone(), translation.clone());
		for (int i = 0; i < scale.length; i++) {
			all.scale[i] = scale[i] * outer.scale[i];
			all.translation[i] = translation[i] * outer.scale[i] +
				outer.translation[i];
		}
		return all;
	}

	/**
	 * That of an array of which one number lies on several of this one.
	 *
	 * @param axis the axis
	 * @param factor how many of these one of it covers, need not be whole
	 */
	public Calibration coarser(final int axis, final double factor) {
		final Calibration all = new Calibration(scale.clone(), translation.clone());
		all.scale[axis] *= factor;
		// NB: numbers are the middles of what they cover.
		all.translation[axis] += (factor - 1) / 2 * scale[axis];
		return all;
	}

	/** That of an array that begins elsewhere, in numbers of this one. */
	public Calibration from(final int axis, final double first) {
		final Calibration all = new Calibration(scale.clone(), translation.clone());
		all.translation[axis] += first * scale[axis];
		return all;
	}

	/** That of an array of every second, third, ... number, the first one too. */
	public Calibration apart(final int axis, final int step) {
		final Calibration all = new Calibration(scale.clone(), translation.clone());
		all.scale[axis] *= step;
		return all;
	}

	/** As in a file. */
	JsonArray json() {
		final JsonArray all = new JsonArray();
		all.add(json("scale", scale));
		if (Arrays.stream(translation).anyMatch(d -> d != 0)) {
			all.add(json("translation", translation));
		}
		return all;
	}

	private static JsonObject json(final String type, final double[] numbers) {
		final JsonObject json = new JsonObject();
		json.addProperty("type", type);
		json.add(type, new Gson().toJsonTree(numbers));
		return json;
	}
}
