
package org.latentj.onnx.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;

/**
 * Writes one ONNX graph: inputs, nodes, constants, weights, outputs. Weights
 * are not read, only pointed to: each is an initializer with external data,
 * {@code location} being its file's name, {@code offset} and {@code length} its
 * bytes in that file. They may come from several files. One that is computed
 * ({@link Weights#computed}) is left open until the graph is opened. Who takes
 * one tells its shape, which must be the file's. Weights stored in half
 * precision are followed by a {@code Cast} to 32 bits.
 * <p>
 * ONNX IR version 10, opset 21, {@code com.microsoft} 1.
 * </p>
 */
public final class GraphBuilder {

	/** Domain of ONNX Runtime's own operators. */
	public static final String MICROSOFT = "com.microsoft";

	private static final int IR_VERSION = 10;

	private static final int OPSET = 21;

	private final Message graph = new Message();

	private final Map<String, Value> shared = new HashMap<>();

	private final Initializers weights = new Initializers();

	private final Set<List<Object>> used = new HashSet<>();

	private int count;

	/**
	 * Declares an input; axes are numbers, or texts for sizes that are known only
	 * when it runs.
	 */
	public Value input(final String name, final ElementType type,
		final Object... axes)
	{
		graph.message(11, valueInfo(name, type, axes));
		return new Value(name, 0);
	}

	/** Names a value as an output of 32-bit floats. */
	public void output(final String name, final Value value,
		final Object... axes)
	{
		graph.message(1, new Message().string(1, value.name()).string(2, name)
			.string(4, "Identity"));
		graph.message(12, valueInfo(name, ElementType.FLOAT, axes));
	}

	/** Adds a node of the standard domain with one output. */
	public Value op(final String type, final List<Value> inputs,
		final Attribute... attributes)
	{
		return op("", type, inputs, attributes);
	}

	/** Adds a node of any domain with one output. */
	public Value op(final String domain, final String type,
		final List<Value> inputs, final Attribute... attributes)
	{
		final Value out = new Value(type + "_" + count++, 0);
		final Message node = new Message();
		inputs.forEach(v -> node.string(1, v.name()));
		node.string(2, out.name()).string(3, out.name()).string(4, type);
		for (final Attribute a : attributes) {
			node.message(5, a.message());
		}
		if (!domain.isEmpty()) {
			node.string(7, domain);
		}
		graph.message(1, node);
		return out;
	}

	/** A constant vector of whole numbers. */
	public Value ints(final long... values) {
		final ByteBuffer b = ByteBuffer.allocate(8 * values.length).order(
			ByteOrder.LITTLE_ENDIAN);
		b.asLongBuffer().put(values);
		return constant(ElementType.INT64, new long[] { values.length }, b.array());
	}

	/** A constant of 32-bit floats. */
	public Value floats(final float[] values, final long... shape) {
		final ByteBuffer b = ByteBuffer.allocate(4 * values.length).order(
			ByteOrder.LITTLE_ENDIAN);
		b.asFloatBuffer().put(values);
		return constant(ElementType.FLOAT, shape, b.array());
	}

	/**
	 * A weight as 32-bit floats.
	 *
	 * @throws IllegalArgumentException if it is missing or has another shape
	 */
	public Value weight(final Weights from, final String name,
		final long... shape)
	{
		return weight(from, name, shape, shape);
	}

	/**
	 * A weight as 32-bit floats, its numbers seen with another shape.
	 *
	 * @param shape in the file
	 * @param seen as many numbers
	 * @throws IllegalArgumentException if it is missing or has another shape
	 */
	public Value weight(final Weights from, final String name, final long[] shape,
		final long[] seen)
	{
		final TensorInfo info = used(from.get(name, shape));
		return asFloat(info, weights.add(info, from.computed(name), type(info),
			seen));
	}

	/**
	 * Some rows of a weight as 32-bit floats: {@code first} (included) to
	 * {@code end} (excluded) of its first axis.
	 *
	 * @param shape of the whole weight
	 * @throws IllegalArgumentException if it is missing or has another shape
	 */
	public Value rows(final Weights from, final String name, final int first,
		final int end, final long... shape)
	{
		final TensorInfo rows = used(from.get(name, shape)).rows(first, end);
		return asFloat(rows, weights.add(rows, from.computed(name).map(c -> c.rows(
			first, end)), type(rows), rows.shape()));
	}

	/**
	 * Rows of a weight as 32-bit floats, which are cast after they are gathered:
	 * for tables of which few are needed.
	 *
	 * @param numbers of the rows, whole numbers
	 * @param shape of the whole weight
	 * @throws IllegalArgumentException if it is missing or has another shape
	 */
	public Value gather(final Weights from, final String name,
		final Value numbers, final long... shape)
	{
		final TensorInfo info = used(from.get(name, shape));
		final ElementType type = type(info);
		final Value table = weights.add(info, from.computed(name), type.gathered(),
			shape);
		final Value rows = op("Gather", List.of(table, numbers));
		if (type == type.gathered()) {
			return toFloat(rows);
		}
		final Value index = op("Cast", List.of(rows), Attribute.of("to",
			ElementType.INT64.number()));
		return op("Gather", List.of(floats(info.dtype().ofAllBytes(), 256), index));
	}

	/** Turns values of any float type into 32 bits. */
	public Value toFloat(final Value value) {
		return op("Cast", List.of(value), Attribute.of("to", ElementType.FLOAT
			.number()));
	}

	/**
	 * Makes sure that no weight was passed over, as happens where one before it
	 * is missing.
	 *
	 * @param below parts of the names of which every weight belongs into this
	 *          graph
	 * @throws IllegalArgumentException that names the first one left over
	 */
	public void requireAllUsed(final Weights all, final String... below) {
		for (final String part : below) {
			final Weights w = all.at(part);
			w.names().stream().filter(n -> !used.contains(place(w.get(n))))
				.findFirst().ifPresent(n -> {
					throw w.problem(n,
						"nothing leads to this weight: others that belong before it are missing");
				});
		}
	}

	/**
	 * Ends the graph.
	 *
	 * @throws IllegalStateException if it has no weights
	 */
	public OnnxModel build(final String name) {
		if (weights.isEmpty()) {
			throw new IllegalStateException("the graph '" + name +
				"' takes no weights; a graph here has some of a checkpoint");
		}
		return weights.build(name, graph, () -> model(name));
	}

	private byte[] model(final String name) {
		graph.string(2, name);
		final Message model = new Message().int64(1, IR_VERSION).string(2,
			"LatentJ").message(7, graph);
		model.message(8, new Message().string(1, "").int64(2, OPSET));
		model.message(8, new Message().string(1, MICROSOFT).int64(2, 1));
		return model.toByteArray();
	}

	private Value asFloat(final TensorInfo info, final Value value) {
		return type(info) == ElementType.FLOAT ? value : shared.computeIfAbsent(
			"float of " + value.name(), k -> toFloat(value));
	}

	private TensorInfo used(final TensorInfo info) {
		used.add(place(info));
		return info;
	}

	/** NB: two files may have tensors of the same name. */
	private static List<Object> place(final TensorInfo info) {
		return List.of(info.file(), info.name());
	}

	private static ElementType type(final TensorInfo info) {
		try {
			return ElementType.of(info.dtype(), info.name());
		}
		catch (final IllegalArgumentException e) {
			throw new IllegalArgumentException(info.file().file() + ": " + e
				.getMessage(), e);
		}
	}

	private Value constant(final ElementType type, final long[] shape,
		final byte[] raw)
	{
		final String key = "constant " + type + Arrays.toString(shape) + Arrays
			.toString(raw);
		return shared.computeIfAbsent(key, k -> {
			final String name = "constant_" + count++;
			graph.message(5, Initializers.tensor(type, shape, name).bytes(9, raw));
			return new Value(name, 0);
		});
	}

	private static Message valueInfo(final String name, final ElementType type,
		final Object... axes)
	{
		final Message shape = new Message();
		for (final Object a : axes) {
			shape.message(1, a instanceof Number n ? new Message().int64(1, n
				.longValue()) : new Message().string(2, a.toString()));
		}
		final Message tensorType = new Message().int64(1, type.number()).message(2,
			shape);
		return new Message().string(1, name).message(2, new Message().message(1,
			tensorType));
	}
}
