
package org.latentj.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.zarr.store.Fields;
import org.latentj.zarr.store.ZarrException;

/**
 * The metadata of an array in Zarr v3: {@code zarr.json}. What is written is
 * compressed by zstd, in shards if the array has them.
 */
final class V3Format {

	private static final Set<String> KNOWN = Set.of("zarr_format", "node_type",
		"shape", "data_type", "chunk_grid", "chunk_key_encoding", "fill_value",
		"codecs", "attributes", "storage_transformers", "dimension_names");

	private V3Format() {}

	/** @throws ZarrException if it is not valid, or has what is not known */
	static ArrayFormat read(final Fields fields) throws ZarrException {
		requireKnown(fields);
		final long[] shape = fields.wholes("shape", 0, Long.MAX_VALUE >> 8);
		final String text = fields.get("data_type").isJsonPrimitive() ? fields.text(
			"data_type") : fields.get("data_type").toString();
		final DataType type = DataType.ofV3(text).orElseThrow(
			() -> new ZarrException(fields.file(), "has data_type = '" + text +
				"', valid: " + DataType.known()));
		final Fields grid = named(fields, "chunk_grid", "regular");
		final int[] chunk = ArrayFormat.chunk(grid, "chunk_shape", shape.length,
			type);
		final byte[] fill = FillValue.of(fields, type);
		final V3Codecs codecs = V3Codecs.read(fields, "codecs");
		final Sharding sharding = codecs.sharding(chunk, type);
		final ChunkCodec codec = sharding == null ? codecs.chunk(chunk, type)
			: sharding.inner();
		return new ArrayFormat(new ArraySpec(3, shape, codec.layout().shape(),
			chunk, type, names(fields, shape.length)), keys(fields), codec, sharding,
			fill);
	}

	private static void requireKnown(final Fields fields) throws ZarrException {
		if (fields.has("storage_transformers") && !fields.array(
			"storage_transformers").isEmpty())
		{
			throw new ZarrException(fields.file(),
				"has storage_transformers, which are not known: valid is none");
		}
		for (final Map.Entry<String, JsonElement> e : fields.json().entrySet()) {
			if (!KNOWN.contains(e.getKey()) && !isOptional(e.getValue())) {
				throw new ZarrException(fields.file(), "has '" + e.getKey() +
					"', which is not known and must be understood");
			}
		}
	}

	/** Whether a field that nobody knows may be left out. */
	private static boolean isOptional(final JsonElement field) {
		return field.isJsonObject() && new JsonPrimitive(false).equals(field
			.getAsJsonObject().get("must_understand"));
	}

	private static Fields named(final Fields fields, final String name,
		final String known) throws ZarrException
	{
		final Fields named = fields.object(name);
		if (!named.text("name").equals(known)) {
			throw new ZarrException(fields.file(), "has a " + name + " '" + named
				.text("name") + "', valid: " + known);
		}
		return named.objectOrNone("configuration");
	}

	private static ChunkKeys keys(final Fields fields) throws ZarrException {
		final Fields encoding = fields.object("chunk_key_encoding");
		final Fields configuration = encoding.objectOrNone("configuration");
		final String name = encoding.text("name");
		return switch (name) {
			case "default" -> new ChunkKeys("c", ChunkKeys.separator(configuration,
				"separator", "/"));
			case "v2" -> new ChunkKeys("", ChunkKeys.separator(configuration,
				"separator", "."));
			default -> throw new ZarrException(fields.file(),
				"has a chunk_key_encoding '" + name + "', valid: default, v2");
		};
	}

	private static List<String> names(final Fields fields, final int axes)
		throws ZarrException
	{
		if (!fields.has("dimension_names")) {
			return List.of();
		}
		final List<String> names = new ArrayList<>();
		for (final JsonElement e : fields.array("dimension_names")) {
			names.add(e.isJsonPrimitive() ? e.getAsString() : "");
		}
		if (names.size() != axes) {
			throw new ZarrException(fields.file(), "has " + names.size() +
				" dimension_names and a shape of " + axes + " axes");
		}
		return names;
	}

	/** The metadata that {@link #read} reads. */
	static JsonObject write(final ArraySpec spec) {
		final JsonObject json = new JsonObject();
		json.addProperty("zarr_format", 3);
		json.addProperty("node_type", "array");
		json.add("shape", V2Format.list(spec.shape()));
		json.addProperty("data_type", spec.type().text());
		json.add("chunk_grid", V3Codecs.object("regular", Map.of("chunk_shape",
			V2Format.list(spec.shard()))));
		json.add("chunk_key_encoding", V3Codecs.object("default", Map.of(
			"separator", V2Format.list("/"))));
		json.addProperty("fill_value", 0);
		json.add("codecs", V3Codecs.write(spec));
		json.add("attributes", new JsonObject());
		if (!spec.names().isEmpty()) {
			final JsonArray names = new JsonArray();
			spec.names().forEach(names::add);
			json.add("dimension_names", names);
		}
		return json;
	}

	/** Whether axes are each there once. */
	static boolean isOrder(final long[] order, final int axes) {
		return order.length == axes && Arrays.stream(order).distinct()
			.count() == axes && Arrays.stream(order).allMatch(i -> i < axes);
	}
}
