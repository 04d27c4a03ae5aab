
package org.latentj.omezarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.zarr.store.Fields;
import org.latentj.zarr.store.ZarrException;

/**
 * The axes of an image: y and x last, before them some of t, c and z.
 *
 * @param axes in the order of the arrays
 */
public record Axes(List<Axis> axes) {

	/** Those that an image can have. */
	private static final List<String> KNOWN = List.of("t", "c", "z", "y", "x");

	/** Which it is. */
	public record Axis(String name, Optional<String> type,
			Optional<String> unit) {
	}

	/** @throws IllegalArgumentException if they are no image's */
	public Axes {
		axes = List.copyOf(axes);
		final List<String> names = axes.stream().map(Axis::name).toList();
		if (names.size() < 2 || !names.subList(names.size() - 2, names.size())
			.equals(List.of("y", "x")) || !KNOWN.containsAll(names) || names.stream()
				.distinct().count() != names.size())
		{
			throw new IllegalArgumentException("axes " + names +
				" are no image's: valid are some of t, c, z, each once, then y, x");
		}
	}

	/** Reads the axes of a multiscale image. */
	static Axes read(final Fields multiscale) throws IOException {
		final List<Axis> axes = new ArrayList<>();
		for (final Fields axis : multiscale.objects("axes")) {
			axes.add(new Axis(axis.text("name"), optional(axis, "type"), optional(
				axis, "unit")));
		}
		try {
			return new Axes(axes);
		}
		catch (final IllegalArgumentException e) {
			throw new ZarrException(multiscale.file(), e.getMessage(), e);
		}
	}

	private static Optional<String> optional(final Fields fields,
		final String name) throws ZarrException
	{
		return fields.has(name) ? Optional.of(fields.text(name)) : Optional.empty();
	}

	/** How many there are. */
	public int count() {
		return axes.size();
	}

	/** The place of an axis; -1 if there is none of this name. */
	public int of(final String name) {
		return axes.stream().map(Axis::name).toList().indexOf(name);
	}

	/** Their names. */
	List<String> names() {
		return axes.stream().map(Axis::name).toList();
	}

	/** As in a file. */
	JsonArray json() {
		final JsonArray all = new JsonArray();
		for (final Axis axis : axes) {
			final JsonObject json = new JsonObject();
			json.addProperty("name", axis.name);
			axis.type.ifPresent(type -> json.addProperty("type", type));
			axis.unit.ifPresent(unit -> json.addProperty("unit", unit));
			all.add(json);
		}
		return all;
	}
}
