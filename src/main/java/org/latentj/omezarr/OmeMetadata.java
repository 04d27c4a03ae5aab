
package org.latentj.omezarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.latentj.zarr.ZarrNode;
import org.latentj.zarr.store.ChunkStore;

/**
 * The groups around images, as OME-Zarr 0.4 (Zarr v2) and 0.5 (v3) have them.
 */
public final class OmeMetadata {

	private static final String VERSION = "version";

	private OmeMetadata() {}

	/** What a version of Zarr has of OME-Zarr. */
	static String version(final int zarr) {
		return zarr == 2 ? "0.4" : "0.5";
	}

	/**
	 * The attributes of a group.
	 *
	 * @param zarr 2 or 3
	 * @param ome what OME-Zarr tells
	 * @param part where 0.4 tells its version
	 */
	static JsonObject versioned(final int zarr, final JsonObject ome,
		final JsonObject part)
	{
		if (zarr == 2) {
			part.addProperty(VERSION, version(zarr));
			return ome;
		}
		ome.addProperty(VERSION, version(zarr));
		final JsonObject attributes = new JsonObject();
		attributes.add("ome", ome);
		return attributes;
	}

	/**
	 * Writes the list of an image's label images.
	 *
	 * @param image key of the image
	 */
	public static void writeLabels(final ChunkStore store, final String image,
		final int zarr, final List<String> names) throws IOException
	{
		final JsonArray list = new JsonArray();
		names.forEach(list::add);
		final JsonObject ome = new JsonObject();
		ome.add(OmeFile.LABELS, list);
		ZarrNode.writeGroup(store, ChunkStore.join(image, OmeFile.LABELS), zarr,
			zarr == 2 ? ome : versioned(zarr, ome, ome));
	}

	/**
	 * Writes what is around images as it is around those of another file, with
	 * these images alone.
	 *
	 * @param source where they were made from
	 * @param zarr version of Zarr, 2 or 3
	 * @param images keys, the same in both
	 */
	public static void writeAround(final OmeFile source, final ChunkStore store,
		final int zarr, final List<String> images) throws IOException
	{
		if (images.equals(List.of(""))) {
			return;
		}
		final JsonObject plate = source.plate();
		if (plate == null) {
			writeSeries(store, zarr, images);
			return;
		}
		for (final JsonElement well : List.copyOf(plate.getAsJsonArray("wells")
			.asList()))
		{
			final String path = well.getAsJsonObject().get("path").getAsString();
			final List<String> fields = images.stream().filter(k -> k.startsWith(
				path + "/")).map(k -> k.substring(path.length() + 1)).toList();
			if (fields.isEmpty()) {
				plate.getAsJsonArray("wells").remove(well);
				continue;
			}
			writeWell(source, store, zarr, path, fields);
		}
		final JsonObject ome = new JsonObject();
		ome.add("plate", plate);
		plate.remove(VERSION);
		ZarrNode.writeGroup(store, "", zarr, versioned(zarr, ome, plate));
	}

	private static void writeWell(final OmeFile source, final ChunkStore store,
		final int zarr, final String path, final List<String> fields)
		throws IOException
	{
		// NB: rows are groups, too.
		if (path.contains("/")) {
			ZarrNode.writeGroup(store, path.substring(0, path.indexOf('/')), zarr,
				new JsonObject());
		}
		final JsonObject well = OmeFile.attributes(ZarrNode.open(source.store(),
			path)).object("well").json().deepCopy();
		final List<JsonElement> kept = new ArrayList<>();
		for (final JsonElement image : well.getAsJsonArray("images")) {
			if (fields.contains(image.getAsJsonObject().get("path").getAsString())) {
				kept.add(image);
			}
		}
		final JsonArray list = new JsonArray();
		kept.forEach(list::add);
		well.add("images", list);
		well.remove(VERSION);
		final JsonObject ome = new JsonObject();
		ome.add("well", well);
		ZarrNode.writeGroup(store, path, zarr, versioned(zarr, ome, well));
	}

	private static void writeSeries(final ChunkStore store, final int zarr,
		final List<String> images) throws IOException
	{
		final JsonArray list = new JsonArray();
		images.forEach(list::add);
		final JsonObject series = new JsonObject();
		series.add("series", list);
		ZarrNode.writeGroup(store, "OME", zarr, zarr == 2 ? series : versioned(zarr,
			series, series));
		final JsonObject top = new JsonObject();
		top.addProperty("bioformats2raw.layout", 3);
		ZarrNode.writeGroup(store, "", zarr, zarr == 2 ? top : versioned(zarr, top,
			top));
	}
}
