
package org.latentj.omezarr;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.image.IntensityRange;
import org.latentj.zarr.store.Fields;

/**
 * What is told of a channel: its name, its colour, how it is shown.
 *
 * @param json as in the file
 */
public record OmeChannel(JsonObject json) {

	/** Those of {@code omero}; empty if there are none. */
	static List<OmeChannel> read(final Fields ome) throws IOException {
		final List<OmeChannel> channels = new ArrayList<>();
		if (ome.has("omero") && ome.object("omero").has("channels")) {
			for (final Fields channel : ome.object("omero").objects("channels")) {
				channels.add(new OmeChannel(channel.json()));
			}
		}
		return channels;
	}

	/**
	 * The intensities that are shown black and white; none if nothing valid is
	 * told. NB: it is how it looks, and no reason to refuse an image.
	 */
	public Optional<IntensityRange> shown() {
		final JsonElement window = json.get("window");
		if (window == null || !window.isJsonObject()) {
			return Optional.empty();
		}
		final Optional<Double> start = number(window.getAsJsonObject(), "start");
		final Optional<Double> end = number(window.getAsJsonObject(), "end");
		if (start.isEmpty() || end.isEmpty() || start.get().equals(end.get())) {
			return Optional.empty();
		}
		final IntensityRange range = new IntensityRange(start.get(), end.get());
		final JsonElement inverted = json.get("inverted");
		return Optional.of(inverted != null && inverted.isJsonPrimitive() &&
			inverted.getAsBoolean() ? range.inverted() : range);
	}

	/** The colour, red, green and blue; none if nothing valid is told. */
	public Optional<Integer> colour() {
		final JsonElement colour = json.get("color");
		return colour != null && colour.isJsonPrimitive() && colour.getAsString()
			.matches("[0-9a-fA-F]{6}") ? Optional.of(Integer.parseInt(colour
				.getAsString(), 16)) : Optional.empty();
	}

	private static Optional<Double> number(final JsonObject window,
		final String name)
	{
		return Optional.ofNullable(window.get(name)).filter(e -> e
			.isJsonPrimitive() && e.getAsJsonPrimitive().isNumber()).map(
				JsonElement::getAsDouble).filter(Double::isFinite);
	}
}
