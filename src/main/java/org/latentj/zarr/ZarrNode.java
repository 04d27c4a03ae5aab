
package org.latentj.zarr;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.latentj.zarr.store.ChunkStore;
import org.latentj.zarr.store.Fields;
import org.latentj.zarr.store.ZarrException;

/**
 * A group or an array of a Zarr, with its attributes.
 *
 * @param version of its format, 2 or 3
 * @param isArray else it is a group
 * @param metadata what {@code zarr.json} (version 3), {@code .zarray} or
 *          {@code .zgroup} holds
 * @param attributes its own: {@code attributes} of {@code zarr.json}, or
 *          {@code .zattrs}
 */
public record ZarrNode(int version, boolean isArray, Fields metadata,
		Fields attributes) {

	private static final Gson JSON = new GsonBuilder().setPrettyPrinting()
		.disableHtmlEscaping().serializeNulls()
		.serializeSpecialFloatingPointValues().create();

	private static final String V3 = "zarr.json";

	private static final String ATTRIBUTES = "attributes";

	private static final String V2_ATTRIBUTES = ".zattrs";

	/**
	 * Reads a node.
	 *
	 * @param key empty for the top
	 * @return none if there is nothing
	 * @throws ZarrException if it is not valid
	 */
	public static Optional<ZarrNode> find(final ChunkStore store,
		final String key) throws IOException
	{
		final Optional<Fields> v3 = Fields.read(store, ChunkStore.join(key, V3));
		if (v3.isPresent()) {
			return Optional.of(ofV3(v3.get()));
		}
		final Optional<Fields> array = Fields.read(store, ChunkStore.join(key,
			".zarray"));
		final Optional<Fields> group = Fields.read(store, ChunkStore.join(key,
			".zgroup"));
		final Optional<Fields> attributes = Fields.read(store, ChunkStore.join(key,
			V2_ATTRIBUTES));
		final Optional<Fields> any = array.or(() -> group).or(() -> attributes);
		if (any.isEmpty()) {
			return Optional.empty();
		}
		// NB: some programs leave the file of a group out.
		if (array.isPresent() || group.isPresent()) {
			any.get().whole("zarr_format", 2, 2);
		}
		return Optional.of(new ZarrNode(2, array.isPresent(), any.get(), attributes
			.orElse(new Fields(store.name(ChunkStore.join(key, V2_ATTRIBUTES)),
				new JsonObject()))));
	}

	private static ZarrNode ofV3(final Fields fields) throws ZarrException {
		fields.whole("zarr_format", 3, 3);
		final String type = fields.text("node_type");
		if (!type.equals("array") && !type.equals("group")) {
			throw new ZarrException(fields.file(), "has node_type = '" + type +
				"', valid: array, group");
		}
		return new ZarrNode(3, type.equals("array"), fields, fields.objectOrNone(
			ATTRIBUTES));
	}

	/**
	 * The same, where there must be one.
	 *
	 * @throws ZarrException if there is none
	 */
	public static ZarrNode open(final ChunkStore store, final String key)
		throws IOException
	{
		return find(store, key).orElseThrow(() -> new ZarrException(store.name(key),
			"is no Zarr: it has no zarr.json, .zgroup or .zarray"));
	}

	/**
	 * Writes a group.
	 *
	 * @param version 2 or 3
	 * @throws IOException if it cannot be written
	 */
	public static void writeGroup(final ChunkStore store, final String key,
		final int version, final JsonObject attributes) throws IOException
	{
		final JsonObject json = new JsonObject();
		json.addProperty("zarr_format", version);
		if (version == 3) {
			json.addProperty("node_type", "group");
			json.add(ATTRIBUTES, attributes);
			write(store, ChunkStore.join(key, V3), json);
		}
		else {
			// NB: what tells that there is a group comes last.
			write(store, ChunkStore.join(key, V2_ATTRIBUTES), attributes);
			write(store, ChunkStore.join(key, ".zgroup"), json);
		}
	}

	/**
	 * Takes a group away, but not what is in it.
	 *
	 * @param version 2 or 3
	 * @throws IOException if it cannot be removed
	 */
	public static void removeGroup(final ChunkStore store, final String key,
		final int version) throws IOException
	{
		for (final String name : version == 3 ? new String[] { V3 } : new String[] {
			".zgroup", V2_ATTRIBUTES })
		{
			store.remove(ChunkStore.join(key, name));
		}
	}

	/** Writes a file of JSON. */
	static void write(final ChunkStore store, final String key,
		final JsonObject json) throws IOException
	{
		store.write(key, (JSON.toJson(json) + "\n").getBytes(
			StandardCharsets.UTF_8));
	}
}
