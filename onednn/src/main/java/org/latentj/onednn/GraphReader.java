
package org.latentj.onednn;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Reads a serialized {@code ModelProto}: the fields of ONNX's messages that
 * graphs of LatentJ have, by their numbers in {@code onnx.proto}.
 */
final class GraphReader {

	private final List<Node> nodes = new ArrayList<>();

	private final Map<String, Initializer> initializers = new LinkedHashMap<>();

	private final Map<String, List<Object>> inputs = new LinkedHashMap<>();

	private final List<String> outputs = new ArrayList<>();

	private GraphReader() {}

	/** A message's fields as they come: varints, 32-bit numbers and bytes. */
	private interface Fields {

		void field(int number, Object value) throws IOException;
	}

	/**
	 * Reads a graph.
	 *
	 * @param model the message's bytes
	 */
	static Graph read(final byte[] model) {
		final GraphReader reader = new GraphReader();
		try {
			fields(CodedInputStream.newInstance(model), (number, value) -> {
				if (number == 7) {
					fields(value, reader::graph);
				}
			});
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return new Graph(List.copyOf(reader.nodes), reader.initializers,
			reader.inputs, List.copyOf(reader.outputs));
	}

	private void graph(final int number, final Object value) throws IOException {
		switch (number) {
			case 1 -> nodes.add(node(value));
			case 5 -> {
				final Initializer one = initializer(value);
				initializers.put(one.name(), one);
			}
			case 11 -> declaration(value, inputs);
			case 12 -> {
				final Map<String, List<Object>> one = new LinkedHashMap<>();
				declaration(value, one);
				outputs.addAll(one.keySet());
			}
			default -> {
				// NB: names and texts, which nothing hangs on.
			}
		}
	}

	private static Node node(final Object message) throws IOException {
		final List<String> in = new ArrayList<>();
		final List<String> out = new ArrayList<>();
		final String[] type = { "" };
		final Map<String, Object> attributes = new HashMap<>();
		fields(message, (number, value) -> {
			switch (number) {
				case 1 -> in.add(text(value));
				case 2 -> out.add(text(value));
				case 4 -> type[0] = text(value);
				case 5 -> attribute(value, attributes);
				default -> {
					// NB: its name and domain.
				}
			}
		});
		return new Node(type[0], List.copyOf(in), List.copyOf(out), attributes);
	}

	private static void attribute(final Object message,
		final Map<String, Object> attributes) throws IOException
	{
		final String[] name = { "" };
		final Object[] single = { null };
		final List<Long> several = new ArrayList<>();
		fields(message, (number, value) -> {
			switch (number) {
				case 1 -> name[0] = text(value);
				case 2 -> single[0] = Float.intBitsToFloat((Integer) value);
				case 3 -> single[0] = value;
				case 4 -> single[0] = text(value);
				case 8 -> numbers(value, several);
				default -> {
					// NB: its type, which its value tells.
				}
			}
		});
		attributes.put(name[0], single[0] != null ? single[0] : longs(several));
	}

	private static Initializer initializer(final Object message)
		throws IOException
	{
		final List<Long> shape = new ArrayList<>();
		final long[] type = new long[1];
		final String[] name = { "" };
		final byte[][] raw = new byte[1][];
		final Map<String, String> external = new HashMap<>();
		fields(message, (number, value) -> {
			switch (number) {
				case 1 -> numbers(value, shape);
				case 2 -> type[0] = (Long) value;
				case 8 -> name[0] = text(value);
				case 9 -> raw[0] = ((ByteString) value).toByteArray();
				case 13 -> entry(value, external);
				default -> {
					// NB: that it is external, which its place tells.
				}
			}
		});
		return new Initializer(name[0], (int) type[0], longs(shape), raw[0],
			external.get("location"), Long.parseLong(external.getOrDefault("offset",
				"0")), Long.parseLong(external.getOrDefault("length", "0")), Optional
					.empty());
	}

	private static void entry(final Object message,
		final Map<String, String> entries) throws IOException
	{
		final String[] both = new String[2];
		fields(message, (number, value) -> both[number - 1] = text(value));
		entries.put(both[0], both[1]);
	}

	private static void declaration(final Object message,
		final Map<String, List<Object>> to) throws IOException
	{
		final String[] name = { "" };
		final List<Object> axes = new ArrayList<>();
		fields(message, (number, value) -> {
			if (number == 1) {
				name[0] = text(value);
			}
			else if (number == 2) {
				fields(value, (n, tensor) -> fields(tensor, (m, shape) -> {
					if (m == 2) {
						fields(shape, (k, axis) -> axis(axis, axes));
					}
				}));
			}
		});
		to.put(name[0], axes);
	}

	private static void axis(final Object message, final List<Object> axes)
		throws IOException
	{
		fields(message, (number, value) -> axes.add(number == 1 ? value : text(
			value)));
	}

	private static String text(final Object value) {
		return ((ByteString) value).toStringUtf8();
	}

	/** NB: repeated numbers may be packed into one field. */
	private static void numbers(final Object value, final List<Long> to)
		throws IOException
	{
		if (value instanceof Long number) {
			to.add(number);
			return;
		}
		final CodedInputStream in = ((ByteString) value).newCodedInput();
		while (!in.isAtEnd()) {
			to.add(in.readInt64());
		}
	}

	private static long[] longs(final List<Long> numbers) {
		return numbers.stream().flatMapToLong(LongStream::of).toArray();
	}

	private static void fields(final Object message, final Fields reader)
		throws IOException
	{
		fields(((ByteString) message).newCodedInput(), reader);
	}

	private static void fields(final CodedInputStream in, final Fields reader)
		throws IOException
	{
		for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
			final Object value = switch (WireFormat.getTagWireType(tag)) {
				case WireFormat.WIRETYPE_VARINT -> in.readInt64();
				case WireFormat.WIRETYPE_FIXED32 -> in.readFixed32();
				case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readBytes();
				default -> throw new IOException("a field of ONNX has wire type " +
					WireFormat.getTagWireType(tag));
			};
			reader.field(WireFormat.getTagFieldNumber(tag), value);
		}
	}
}
