
package org.latentj.onnx.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;

import org.latentj.checkpoint.ComputedTensor;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.tensor.Tensor;

/**
 * The weights of a graph: {@code TensorProto}s that point into files, and those
 * that are computed when the graph is opened. Each is there once.
 */
final class Initializers {

	private static final int EXTERNAL = 1;

	/**
	 * Where computed weights are said to begin, of which the runtime is given the
	 * numbers. NB: it wants a file that is there; behind its end nothing is ever
	 * read by mistake.
	 */
	private static final long BEHIND_THE_END = Long.MAX_VALUE / 2;

	private final WeightFiles files = new WeightFiles();

	private final Map<Object, Value> values = new HashMap<>();

	private final Set<String> names = new HashSet<>();

	private final List<Pointer> pointers = new ArrayList<>();

	/** Those that are there whole, by files and names. */
	private final Map<List<Object>, TensorInfo> wholes = new HashMap<>();

	/** Those of which others are made, by files, names and places in these. */
	private final Set<List<Object>> derived = new HashSet<>();

	private final Map<String, ComputedWeight> computed = new LinkedHashMap<>();

	/** A computed weight, seen with some shape. */
	private record Seen(ComputedTensor tensor, long[] shape)
			implements
				ComputedWeight {

		@Override
		public void put(final FloatBuffer to) {
			tensor.put(to);
		}
	}

	private final Map<String, Supplier<WeightBytes>> rounded =
		new LinkedHashMap<>();

	private final List<Given> given = new ArrayList<>();

	/** One whose numbers the runtime is given. */
	private record Given(String name, ElementType type, long[] shape) {

		long bytes() {
			return LongStream.of(shape).reduce(1, Math::multiplyExact) *
				(type == ElementType.FLOAT ? Float.BYTES : 1);
		}
	}

	/** A weight in its file, seen with some shape as some type. */
	private record Pointer(String name, TensorInfo info, ElementType type,
			long[] shape) {
	}

	/** Equal for the same bytes seen in the same way. */
	private record Key(Object source, long offset, ElementType type,
			String shape) {
	}

	/**
	 * A weight.
	 *
	 * @param info where it lies
	 * @param how computes it, if it lies nowhere
	 * @param type as which it is seen
	 * @param shape with which it is seen
	 */
	Value add(final TensorInfo info, final Optional<ComputedTensor> how,
		final ElementType type, final long[] shape)
	{
		final Key key = new Key(how.isPresent() ? how.get() : info.file(), info
			.offset(), type, Arrays.toString(shape));
		return values.computeIfAbsent(key, k -> {
			final String name = name(info.name() + key.shape +
				(type == ElementType.UINT8 ? " as bytes" : ""));
			if (how.isPresent()) {
				files.add(how.get());
				computed.put(name, new Seen(how.get(), shape));
			}
			else {
				files.add(info.file());
			}
			pointers.add(new Pointer(name, info, type, shape));
			return new Value(name, 0);
		});
	}

	/** The same weight, of which it is told that it is whole. */
	TensorInfo whole(final TensorInfo info) {
		wholes.put(place(info), info);
		return info;
	}

	/** Tells that others are made of it. */
	void derive(final TensorInfo info) {
		derived.add(rows(info));
	}

	private static List<Object> place(final TensorInfo info) {
		return List.of(info.file(), info.name());
	}

	private static List<Object> rows(final TensorInfo info) {
		return List.of(place(info), info.offset(), info.length());
	}

	/**
	 * Rows of a weight as {@link WeightBytes}; the file is read, not mapped.
	 *
	 * @param info of the whole weight
	 */
	WeightBytes.Values bytes(final Weights from, final String weight,
		final TensorInfo info, final ElementType type, final int first,
		final int end)
	{
		from.computed(weight).ifPresentOrElse(files::add, () -> files.addRead(info
			.file()));
		final int out = end - first;
		final long in = info.count() / info.size(0);
		final String name = name(info.name() + "[" + first + ", " + end +
			"] in 8 bits");
		rounded.put(name, () -> WeightBytes.of(rows(from, weight, first, end),
			type));
		return new WeightBytes.Values(given(name, type, in, out), given(OnnxModel
			.scales(name), ElementType.FLOAT, out), Value.NONE);
	}

	private static Tensor rows(final Weights from, final String weight,
		final int first, final int end)
	{
		try {
			return from.read(weight).items(first, end);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private Value given(final String name, final ElementType type,
		final long... shape)
	{
		given.add(new Given(name, type, shape));
		return new Value(name, 0);
	}

	private String name(final String wanted) {
		String name = wanted;
		for (int i = 2; !names.add(name); i++) {
			name = wanted + " (" + i + ")";
		}
		return name;
	}

	boolean isEmpty() {
		return values.isEmpty() && rounded.isEmpty();
	}

	/** Writes all into a graph and ends it. */
	OnnxModel build(final String name, final Message graph,
		final Supplier<byte[]> model)
	{
		final Path folder = files.folder();
		for (final Pointer p : pointers) {
			final boolean inFile = !p.info.isComputed();
			final Message m = tensor(p.type, p.shape, p.name);
			m.message(13, entry("location", WeightFiles.location(folder, inFile
				? p.info.file().file() : files.any().file())));
			m.message(13, entry("offset", Long.toString(inFile ? p.info.offset()
				: BEHIND_THE_END)));
			m.message(13, entry("length", Long.toString(p.info.length())));
			graph.message(5, m.int64(14, EXTERNAL));
		}
		for (final Given g : given) {
			final Message m = tensor(g.type, g.shape, g.name);
			m.message(13, entry("location", WeightFiles.location(folder, files.any()
				.file())));
			m.message(13, entry("offset", Long.toString(BEHIND_THE_END)));
			m.message(13, entry("length", Long.toString(g.bytes())));
			graph.message(5, m.int64(14, EXTERNAL));
		}
		return new OnnxModel(name + " of " + files.names(), model.get(), folder,
			files.all(), computed, rounded, pointers.stream().map(
				p -> new OnnxModel.Weight(p.name, p.type, p.shape, derived.contains(
					rows(p.info)), isAgain(p.info))).toList());
	}

	/** Whether it is a part of what another pointer leads to. */
	private boolean isAgain(final TensorInfo part) {
		return !part.isComputed() && wholes.getOrDefault(place(part), part)
			.count() > part.count();
	}

	/** The head of a {@code TensorProto}, without its numbers. */
	static Message tensor(final ElementType type, final long[] shape,
		final String name)
	{
		final Message m = new Message();
		for (final long d : shape) {
			m.int64(1, d);
		}
		return m.int64(2, type.number()).string(8, name);
	}

	private static Message entry(final String key, final String value) {
		return new Message().string(1, key).string(2, value);
	}

	/**
	 * The constants of a graph, each there once, and once in each branch that has
	 * it. NB: ONNX Runtime puts a convolution into its fast layout only where the
	 * very graph that it is in holds its kernel.
	 */
	static final class Constants {

		private final Nodes nodes;

		private final Map<List<Object>, Value> known = new HashMap<>();

		Constants(final Nodes nodes) {
			this.nodes = nodes;
		}

		Value ints(final long... values) {
			final ByteBuffer b = ByteBuffer.allocate(8 * values.length).order(
				ByteOrder.LITTLE_ENDIAN);
			b.asLongBuffer().put(values);
			return of(ElementType.INT64, new long[] { values.length }, b.array());
		}

		Value floats(final float[] values, final long... shape) {
			final ByteBuffer b = ByteBuffer.allocate(4 * values.length).order(
				ByteOrder.LITTLE_ENDIAN);
			b.asFloatBuffer().put(values);
			return of(ElementType.FLOAT, shape, b.array());
		}

		/** What stands for 0 in bytes of such a type. */
		Value zero(final ElementType type) {
			return type == ElementType.INT8 ? Value.NONE : of(type, new long[] { 1 },
				new byte[] { WeightBytes.MIDDLE });
		}

		private Value of(final ElementType type, final long[] shape,
			final byte[] raw)
		{
			return known.computeIfAbsent(List.of(nodes.here("constant"), type,
				LongBuffer.wrap(shape), ByteBuffer.wrap(raw)), k -> {
					final String name = "constant_" + nodes.next();
					nodes.constant(tensor(type, shape, name).bytes(9, raw));
					return new Value(name, 0);
				});
		}
	}
}
