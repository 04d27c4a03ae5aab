
package org.latentj.golden;

import com.google.gson.Gson;
import com.google.gson.JsonObject;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;

/**
 * A copy of a checkpoint with some tensors left out, added, renamed or stored
 * in another type.
 *
 * <pre>
 *
 * new Rewritten(Golden.file("tiny_sd1.safetensors")).without(n -> n.startsWith(
 * 	"first_stage_model.")).write(folder.resolve("no_vae.safetensors"));
 * </pre>
 */
public final class Rewritten {

	private record Entry(String dtype, long[] shape, byte[] bytes) {
	}

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	private final Map<String, String> metadata;

	private Rewritten(final Map<String, String> metadata) {
		this.metadata = metadata;
	}

	public Rewritten(final Path source) throws IOException {
		final Checkpoint checkpoint = CheckpointFormats.open(source);
		metadata = new LinkedHashMap<>(checkpoint.metadata());
		with(checkpoint);
	}

	/** Puts the tensors of another file in, in place of those of their names. */
	public Rewritten with(final Path other) throws IOException {
		return with(CheckpointFormats.open(other));
	}

	private Rewritten with(final Checkpoint checkpoint) throws IOException {
		try (FileChannel channel = FileChannel.open(checkpoint.file())) {
			for (final TensorInfo t : checkpoint.tensors().values()) {
				final ByteBuffer bytes = ByteBuffer.allocate((int) t.length());
				channel.read(bytes, t.offset());
				entries.put(t.name(), new Entry(t.dtype().name(), t.shape(), bytes
					.array()));
			}
		}
		return this;
	}

	/** Takes all tensors of another file, in place of those so called. */
	public Rewritten over(final Path other) throws IOException {
		entries.putAll(new Rewritten(other).entries);
		return this;
	}

	/** The tensors of any view that lie in files. */
	public static Rewritten of(final Weights weights) throws IOException {
		final Rewritten copy = new Rewritten(new LinkedHashMap<>());
		for (final String name : weights.names()) {
			final TensorInfo t = weights.get(name);
			final ByteBuffer bytes = ByteBuffer.allocate((int) t.length());
			try (FileChannel channel = FileChannel.open(t.file().file())) {
				channel.read(bytes, t.offset());
			}
			copy.entries.put(name, new Entry(t.dtype().name(), t.shape(), bytes
				.array()));
		}
		return copy;
	}

	public Rewritten without(final Predicate<String> names) {
		entries.keySet().removeIf(names);
		return this;
	}

	public Rewritten with(final String name, final String dtype,
		final byte[] bytes, final long... shape)
	{
		entries.put(name, new Entry(dtype, shape, bytes));
		return this;
	}

	public Rewritten saying(final String key, final String value) {
		metadata.put(key, value);
		return this;
	}

	public Rewritten renamed(final UnaryOperator<String> names) {
		final Map<String, Entry> before = new LinkedHashMap<>(entries);
		entries.clear();
		before.forEach((name, entry) -> entries.put(names.apply(name), entry));
		return this;
	}

	/** Copies some tensors under other names. */
	public Rewritten copied(final Predicate<String> some,
		final UnaryOperator<String> names)
	{
		new LinkedHashMap<>(entries).forEach((name, entry) -> {
			if (some.test(name)) {
				entries.put(names.apply(name), new Entry(entry.dtype, entry.shape,
					entry.bytes.clone()));
			}
		});
		return this;
	}

	/** Changes a number of some tensors in half precision. */
	public Rewritten changed(final Predicate<String> some, final int number,
		final int half)
	{
		entries.forEach((name, entry) -> {
			if (some.test(name)) {
				ByteBuffer.wrap(entry.bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(2 *
					number, (short) half);
			}
		});
		return this;
	}

	/** Turns some matrices in half precision around. */
	public Rewritten transposed(final Predicate<String> some) {
		entries.replaceAll((name, e) -> some.test(name) ? new Entry(e.dtype,
			new long[] { e.shape[1], e.shape[0] }, transposed(e.bytes,
				(int) e.shape[1])) : e);
		return this;
	}

	private static byte[] transposed(final byte[] halves, final int columns) {
		final byte[] turned = new byte[halves.length];
		final int rows = halves.length / 2 / columns;
		for (int i = 0; i < rows * columns; i++) {
			System.arraycopy(halves, 2 * i, turned, 2 * (i % columns * rows + i /
				columns), 2);
		}
		return turned;
	}

	/** Gives some tensors another shape. */
	public Rewritten reshaped(final Predicate<String> some,
		final UnaryOperator<long[]> shape)
	{
		entries.replaceAll((name, e) -> some.test(name) ? new Entry(e.dtype, shape
			.apply(e.shape), e.bytes) : e);
		return this;
	}

	/**
	 * Stores some tensors, which are in half precision, by their upper halves in
	 * {@code F8_E5M2}, or with the same numbers in F16, F32 or F64.
	 */
	public Rewritten rounded(final Predicate<String> some, final String dtype) {
		entries.replaceAll((name, e) -> some.test(name) ? new Entry(dtype, e.shape,
			rounded(e.bytes, dtype)) : e);
		return this;
	}

	private static byte[] rounded(final byte[] halves, final String dtype) {
		final int width = switch (dtype) {
			case "F8_E5M2" -> 1;
			case "F16" -> 2;
			case "F32" -> 4;
			default -> 8;
		};
		final int count = halves.length / 2;
		final ByteBuffer out = ByteBuffer.allocate(width * count).order(
			ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < count; i++) {
			final byte top = halves[2 * i + 1];
			switch (width) {
				case 1 -> out.put(top);
				case 2 -> out.putShort((short) (top << 8));
				case 4 -> out.putFloat(number(top));
				default -> out.putDouble(number(top));
			}
		}
		return out.array();
	}

	/** What E5M2 means: five bits of exponent from 2^-15 on, two of mantissa. */
	private static float number(final byte bits) {
		final int exponent = bits >> 2 & 0x1f;
		final float size = exponent == 0 ? (bits & 3) * 0x1p-16f : Math.scalb(4 +
			(bits & 3), exponent - 17);
		return bits < 0 ? -size : size;
	}

	public Path write(final Path file) throws IOException {
		final JsonObject header = new JsonObject();
		header.add("__metadata__", new Gson().toJsonTree(metadata));
		final ByteArrayOutputStream data = new ByteArrayOutputStream();
		entries.forEach((name, e) -> {
			final JsonObject info = new JsonObject();
			info.addProperty("dtype", e.dtype);
			info.add("shape", new Gson().toJsonTree(e.shape));
			info.add("data_offsets", new Gson().toJsonTree(new long[] { data.size(),
				data.size() + e.bytes.length }));
			header.add(name, info);
			data.writeBytes(e.bytes);
		});
		final byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
		final ByteBuffer all = ByteBuffer.allocate(8 + json.length + data.size())
			.order(ByteOrder.LITTLE_ENDIAN);
		all.putLong(json.length).put(json).put(data.toByteArray());
		return Files.write(file, all.array());
	}
}
