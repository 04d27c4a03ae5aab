
package org.latentj.zarr;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.latentj.zarr.codec.Blosc;
import org.latentj.zarr.codec.ByteCodec;
import org.latentj.zarr.codec.Deflate;
import org.latentj.zarr.codec.Lz4;
import org.latentj.zarr.codec.Zstandard;
import org.latentj.zarr.store.Fields;
import org.latentj.zarr.store.ZarrException;

/**
 * The metadata of an array in Zarr v2: {@code .zarray}. What is written is
 * compressed by zstd, its keys have {@code /} between the indices, as OME-Zarr
 * wants.
 */
final class V2Format {

	private static final int LEVEL = 1;

	private V2Format() {}

	/** @throws ZarrException if it is not valid, or has what is not known */
	static ArrayFormat read(final Fields fields) throws ZarrException {
		final long[] shape = fields.wholes("shape", 0, Long.MAX_VALUE >> 8);
		final String text = fields.text("dtype");
		final DataType type = DataType.ofV2(text).orElseThrow(
			() -> new ZarrException(fields.file(), "has dtype = '" + text +
				"', valid are those of " + DataType.known()));
		final int[] chunk = ArrayFormat.chunk(fields, "chunks", shape.length, type);
		if (fields.has("filters") && !fields.array("filters").isEmpty()) {
			throw new ZarrException(fields.file(), "has filters = " + fields.array(
				"filters") + ", which are not known: valid is null");
		}
		final String order = fields.text("order", "C");
		if (!order.equals("C") && !order.equals("F")) {
			throw new ZarrException(fields.file(), "has order = '" + order +
				"', valid: C, F");
		}
		final int[] axes = ChunkLayout.plain(chunk, type).order();
		if (order.equals("F")) {
			Arrays.setAll(axes, i -> chunk.length - 1 - i);
		}
		return new ArrayFormat(new ArraySpec(2, shape, chunk, chunk, type, List
			.of()), new ChunkKeys("", ChunkKeys.separator(fields,
				"dimension_separator", ".")), new ChunkCodec(new ChunkLayout(chunk,
					type, axes, text.startsWith(">")), compressor(fields).map(List::of)
						.orElse(List.of())), null, FillValue.of(fields, type));
	}

	private static Optional<ByteCodec> compressor(final Fields fields)
		throws ZarrException
	{
		if (!fields.has("compressor")) {
			return Optional.empty();
		}
		final String id = fields.object("compressor").text("id");
		return Optional.of(switch (id) {
			case "blosc" -> new Blosc();
			case "zstd" -> new Zstandard(LEVEL, false);
			case "gzip" -> new Deflate(true, -1);
			case "zlib" -> new Deflate(false, -1);
			case "lz4" -> new Lz4();
			default -> throw new ZarrException(fields.file(), "has a compressor '" +
				id + "', valid: blosc, gzip, lz4, zlib, zstd or null");
		});
	}

	/** The metadata that {@link #read} reads. */
	static JsonObject write(final ArraySpec spec) {
		final JsonObject compressor = new JsonObject();
		compressor.addProperty("id", "zstd");
		compressor.addProperty("level", LEVEL);
		final JsonObject json = new JsonObject();
		json.addProperty("zarr_format", 2);
		json.add("shape", list(spec.shape()));
		json.add("chunks", list(spec.chunk()));
		json.addProperty("dtype", spec.type().v2());
		json.add("compressor", compressor);
		json.addProperty("fill_value", 0);
		json.addProperty("order", "C");
		json.add("filters", JsonNull.INSTANCE);
		json.addProperty("dimension_separator", "/");
		return json;
	}

	/** Numbers as JSON. */
	static JsonElement list(final Object numbers) {
		return new Gson().toJsonTree(numbers);
	}
}
