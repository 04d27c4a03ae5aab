
package org.latentj.provenance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Of which planes of an OME-Zarr pictures were made. It stands in a record's
 * settings, whose names begin with {@code zarr}.
 *
 * @param folder its name, from that of the outermost Zarr on:
 *          {@code plate.ome.zarr}
 * @param image key of the image in it, as in {@code B/2/0}; empty if it is the
 *          only one
 * @param level resolution, 0 is the finest
 * @param region part of each plane, {@code x,y,width,height} in its pixels
 * @param channels those that were worked on, from 1, in their order
 * @param slices likewise
 * @param frames likewise
 * @param inputs what identified each picture, by its place, as in
 *          {@code c=1 z=20 t=3}, the first of its channels; empty if that is
 *          not known
 */
public record UsedZarr(String folder, String image, int level, String region,
		List<Integer> channels, List<Integer> slices, List<Integer> frames,
		Map<String, String> inputs) {

	/** The setting that holds what identified each picture. */
	static final String INPUTS = "sliceinputs";

	private static final String FOLDER = "zarr";

	private static final String IMAGE = "zarrimage";

	private static final String LEVEL = "zarrlevel";

	private static final String REGION = "zarrregion";

	private static final String CHANNELS = "zarrchannels";

	private static final String SLICES = "zarrslices";

	private static final String FRAMES = "zarrframes";

	/**
	 * One position. NB: a pattern of a whole list takes Java's stack for each.
	 */
	private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,8}");

	/** So many are listed in a sentence. */
	private static final int FEW = 8;

	/** @throws IllegalArgumentException if an axis has no position */
	public UsedZarr {
		channels = List.copyOf(channels);
		slices = List.copyOf(slices);
		frames = List.copyOf(frames);
		if (channels.isEmpty() || slices.isEmpty() || frames.isEmpty()) {
			throw new IllegalArgumentException(
				"there are no planes without channels, slices and frames");
		}
		inputs = new LinkedHashMap<>(inputs);
	}

	/** The settings of a record. */
	JsonObject settings() {
		final JsonObject json = new JsonObject();
		json.addProperty(FOLDER, folder);
		json.addProperty(IMAGE, image);
		json.addProperty(LEVEL, level);
		json.addProperty(REGION, region);
		json.addProperty(CHANNELS, text(channels));
		json.addProperty(SLICES, text(slices));
		json.addProperty(FRAMES, text(frames));
		if (!inputs.isEmpty()) {
			final JsonObject known = new JsonObject();
			inputs.forEach(known::addProperty);
			json.add(INPUTS, known);
		}
		return json;
	}

	private static String text(final List<Integer> positions) {
		return positions.stream().map(String::valueOf).collect(Collectors.joining(
			","));
	}

	/**
	 * That of a record; none if its pictures are of something else.
	 *
	 * @throws IllegalArgumentException if it is not valid
	 */
	public static Optional<UsedZarr> of(final Provenance record) {
		if (record.setting(FOLDER).isEmpty()) {
			return Optional.empty();
		}
		final Map<String, String> inputs = new LinkedHashMap<>();
		final JsonElement known = record.settings().get(INPUTS);
		if (known != null) {
			known.getAsJsonObject().entrySet().forEach(e -> inputs.put(e.getKey(), e
				.getValue().getAsString()));
		}
		return Optional.of(new UsedZarr(record.setting(FOLDER), record.setting(
			IMAGE), level(record), record.setting(REGION), positions(record,
				CHANNELS), positions(record, SLICES), positions(record, FRAMES),
			inputs));
	}

	/**
	 * The seed of a picture, unsigned; none if it is that of its record.
	 *
	 * @param place as in {@link #inputs}
	 */
	public static Optional<String> seed(final Provenance record,
		final String place)
	{
		final JsonElement seeds = record.settings().get(Provenance.SLICE_SEEDS);
		return Optional.ofNullable(seeds == null ? null : seeds.getAsJsonObject()
			.get(place)).map(JsonElement::getAsString);
	}

	private static List<Integer> positions(final Provenance record,
		final String name)
	{
		final String text = record.setting(name);
		final List<Integer> all = new ArrayList<>();
		for (final String one : text.split(",", -1)) {
			if (!POSITION.matcher(one).matches()) {
				throw refused(name, text, "numbers from 1 on, with commas between");
			}
			all.add(Integer.valueOf(one));
		}
		return all;
	}

	private static int level(final Provenance record) {
		final String text = record.setting(LEVEL);
		if (!text.matches("[0-9]{1,2}")) {
			throw refused(LEVEL, text, "0 to 99");
		}
		return Integer.parseInt(text);
	}

	private static IllegalArgumentException refused(final String name,
		final String text, final String valid)
	{
		return new IllegalArgumentException("in the record of this image " + name +
			" is '" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) +
			"', valid: " + valid);
	}

	/** What it is, as in {@code image B/2/0 of the OME-Zarr plate.ome.zarr}. */
	public String name() {
		return (image.isEmpty() ? "the image" : "the image " + image) +
			" of the OME-Zarr '" + folder + "'";
	}

	/** A sentence for a methods section. */
	String sentence() {
		return "It was made of " + name() + " at resolution level " + level +
			" (0 is the finest): " + axis("channel", channels) + ", " + axis("slice",
				slices) + ", " + axis("frame", frames) + ", of each plane the region " +
			region + " (x, y, width, height in pixels). ";
	}

	private static String axis(final String noun, final List<Integer> positions) {
		final int first = positions.get(0);
		final int last = positions.get(positions.size() - 1);
		final boolean all = last - first == positions.size() - 1;
		return noun + (positions.size() == 1 ? " " + first : all ? "s " + first +
			" to " + last : "s " + text(positions.subList(0, Math.min(FEW, positions
				.size()))) + (positions.size() > FEW ? ",... (" + positions.size() + ")"
					: ""));
	}
}
