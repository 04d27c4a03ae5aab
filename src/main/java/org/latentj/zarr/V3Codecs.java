
package org.latentj.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.latentj.zarr.codec.Blosc;
import org.latentj.zarr.codec.ByteCodec;
import org.latentj.zarr.codec.Checksum;
import org.latentj.zarr.codec.Deflate;
import org.latentj.zarr.codec.Zstandard;
import org.latentj.zarr.store.Fields;
import org.latentj.zarr.store.ZarrException;

/**
 * A list of codecs of Zarr v3, in the order in which they write.
 *
 * @param file for messages
 * @param codecs each with its name and configuration
 */
record V3Codecs(String file, List<Named> codecs) {

	private static final String SHARDING = "sharding_indexed";

	private static final int LEVEL = 1;

	/** One of them. */
	private record Named(String name, Fields configuration) {
	}

	static V3Codecs read(final Fields fields, final String field)
		throws ZarrException
	{
		final List<Named> all = new ArrayList<>();
		for (final JsonElement element : fields.array(field)) {
			// NB: a name alone is valid, too.
			if (element.isJsonPrimitive()) {
				all.add(new Named(element.getAsString(), new Fields(fields.file(),
					new JsonObject())));
			}
			else if (element.isJsonObject()) {
				final Fields one = new Fields(fields.file(), element.getAsJsonObject());
				all.add(new Named(one.text("name"), one.objectOrNone("configuration")));
			}
			else {
				throw new ZarrException(fields.file(), "has " + field + " with " +
					element + ", valid are names and objects");
			}
		}
		return new V3Codecs(fields.file(), all);
	}

	/** How several chunks are in a file; null if each is a file. */
	Sharding sharding(final int[] shard, final DataType type)
		throws ZarrException
	{
		if (codecs.stream().noneMatch(c -> c.name.equals(SHARDING))) {
			return null;
		}
		if (codecs.size() > 1) {
			throw new ZarrException(file, "has codecs beside " + SHARDING +
				", valid is that alone with codecs in it");
		}
		final Fields fields = codecs.get(0).configuration;
		final int[] chunk = ArrayFormat.chunk(fields, "chunk_shape", shard.length,
			type);
		final int[] grid = new int[shard.length];
		for (int i = 0; i < grid.length; i++) {
			grid[i] = shard[i] / chunk[i];
			if (shard[i] % chunk[i] != 0) {
				throw new ZarrException(file, "has shards of " + Arrays.toString(
					shard) + " with chunks of " + Arrays.toString(chunk) +
					", valid are multiples");
			}
		}
		final String at = fields.text("index_location", "end");
		if (!at.equals("end") && !at.equals("start")) {
			throw new ZarrException(file, "has index_location = '" + at +
				"', valid: start, end");
		}
		final int[] index = Arrays.copyOf(grid, grid.length + 1);
		index[grid.length] = 2;
		final V3Codecs ofIndex = read(fields, "index_codecs");
		if (ofIndex.codecs.stream().anyMatch(c -> !List.of("bytes", "crc32c")
			.contains(c.name)))
		{
			throw new ZarrException(file,
				"has index_codecs of no fixed size, valid: bytes, crc32c");
		}
		return new Sharding(grid, read(fields, "codecs").chunk(chunk, type), ofIndex
			.chunk(index, DataType.UINT64), at.equals("end"));
	}

	/** How a chunk is stored. */
	ChunkCodec chunk(final int[] chunk, final DataType type)
		throws ZarrException
	{
		int[] order = IntStream.range(0, chunk.length).toArray();
		Boolean highFirst = null;
		final List<ByteCodec> bytes = new ArrayList<>();
		for (final Named codec : codecs) {
			if (codec.name.equals("transpose") && highFirst == null) {
				order = transposed(order, codec.configuration);
			}
			else if (codec.name.equals("bytes") && highFirst == null) {
				highFirst = isHighFirst(codec.configuration);
			}
			else if (highFirst != null) {
				bytes.add(byteCodec(codec.name));
			}
			else {
				throw unknown(codec.name);
			}
		}
		if (highFirst == null) {
			throw new ZarrException(file, "has no codec 'bytes'");
		}
		return new ChunkCodec(new ChunkLayout(chunk, type, order, highFirst),
			bytes);
	}

	private int[] transposed(final int[] order, final Fields configuration)
		throws ZarrException
	{
		final long[] axes = configuration.wholes("order", 0, order.length - 1L);
		if (!V3Format.isOrder(axes, order.length)) {
			throw new ZarrException(file, "has transpose with order " + Arrays
				.toString(axes) + ", valid is each axis once");
		}
		return Arrays.stream(axes).mapToInt(i -> order[(int) i]).toArray();
	}

	private boolean isHighFirst(final Fields configuration) throws ZarrException {
		final String endian = configuration.text("endian", "little");
		if (!endian.equals("little") && !endian.equals("big")) {
			throw new ZarrException(file, "has endian = '" + endian +
				"', valid: little, big");
		}
		return endian.equals("big");
	}

	private ByteCodec byteCodec(final String name) throws ZarrException {
		return switch (name) {
			case "blosc" -> new Blosc();
			case "zstd" -> new Zstandard(LEVEL, false);
			case "gzip" -> new Deflate(true, -1);
			case "crc32c" -> new Checksum();
			default -> throw unknown(name);
		};
	}

	private ZarrException unknown(final String name) {
		return new ZarrException(file, "has a codec '" + name +
			"' where valid are " +
			"transpose, bytes, then blosc, crc32c, gzip, zstd; or " + SHARDING);
	}

	/** The list for an array. */
	static JsonArray write(final ArraySpec spec) {
		final JsonArray codecs = new JsonArray();
		codecs.add(bytes(spec.type().bytes() > 1));
		codecs.add(object("zstd", Map.of("checksum", V2Format.list(false), "level",
			V2Format.list(LEVEL))));
		if (!spec.isSharded()) {
			return codecs;
		}
		final JsonArray ofIndex = new JsonArray();
		ofIndex.add(bytes(true));
		ofIndex.add(object("crc32c", Map.of()));
		final JsonArray sharded = new JsonArray();
		sharded.add(object(SHARDING, Map.of("chunk_shape", V2Format.list(spec
			.chunk()), "codecs", codecs, "index_codecs", ofIndex, "index_location",
			V2Format.list("end"))));
		return sharded;
	}

	private static JsonObject bytes(final boolean ordered) {
		return object("bytes", ordered ? Map.of("endian", V2Format.list("little"))
			: Map.of());
	}

	/** Something with a name and a configuration. */
	static JsonObject object(final String name,
		final Map<String, JsonElement> configuration)
	{
		final JsonObject json = new JsonObject();
		json.addProperty("name", name);
		if (!configuration.isEmpty()) {
			final JsonObject all = new JsonObject();
			new TreeMap<>(configuration).forEach(all::add);
			json.add("configuration", all);
		}
		return json;
	}
}
