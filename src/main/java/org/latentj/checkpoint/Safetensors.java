
package org.latentj.checkpoint;

import com.google.gson.stream.JsonReader;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the header of a safetensors file. */
final class Safetensors {

	private Safetensors() {}

	static Checkpoint open(final Path file) throws IOException {
		final Path real = file.toRealPath();
		final Map<String, String> metadata = new LinkedHashMap<>();
		final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
		try (FileChannel channel = FileChannel.open(real)) {
			final ByteBuffer head = ByteBuffer.allocate(8).order(
				ByteOrder.LITTLE_ENDIAN);
			channel.read(head, 0);
			final int length = (int) head.getLong(0);
			final ByteBuffer json = ByteBuffer.allocate(length);
			channel.read(json, 8);
			final JsonReader in = new JsonReader(new StringReader(new String(json
				.array(), StandardCharsets.UTF_8)));
			in.beginObject();
			while (in.hasNext()) {
				final String name = in.nextName();
				in.beginObject();
				if (name.equals("__metadata__")) {
					while (in.hasNext()) {
						metadata.put(in.nextName(), in.nextString());
					}
				}
				else {
					tensors.put(name, tensor(in, name, 8L + length));
				}
				in.endObject();
			}
		}
		return new Checkpoint(real, metadata, tensors);
	}

	private static TensorInfo tensor(final JsonReader in, final String name,
		final long base) throws IOException
	{
		DType dtype = null;
		List<Long> shape = null;
		List<Long> offsets = null;
		while (in.hasNext()) {
			final String key = in.nextName();
			if (key.equals("dtype")) dtype = DType.valueOf(in.nextString());
			else if (key.equals("shape")) shape = longs(in);
			else offsets = longs(in);
		}
		return new TensorInfo(name, dtype, shape.stream().mapToLong(Long::longValue)
			.toArray(), base + offsets.get(0), offsets.get(1) - offsets.get(0));
	}

	private static List<Long> longs(final JsonReader in) throws IOException {
		final List<Long> out = new ArrayList<>();
		in.beginArray();
		while (in.hasNext()) {
			out.add(in.nextLong());
		}
		in.endArray();
		return out;
	}
}
