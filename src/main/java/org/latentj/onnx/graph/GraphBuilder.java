
package org.latentj.onnx.graph;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;

/**
 * Writes one ONNX graph: inputs, nodes, constants, weights, outputs. Weights
 * are not read, only pointed to: each is an initializer with external data,
 * {@code location}, {@code offset} and {@code length} being its place in its
 * file. One that is computed ({@link Weights#computed}) is left open until the
 * graph is opened. Who takes one tells its shape, which must be the file's.
 * Weights of another type than the graph's arithmetic are followed by a
 * {@code Cast} to it. ONNX IR version 10, opset 21, {@code com.microsoft} 1.
 */
public final class GraphBuilder {

	/** Domain of ONNX Runtime's own operators. */
	public static final String MICROSOFT = "com.microsoft";

	private final Message graph = new Message();

	private final Initializers weights = new Initializers();

	private final Nodes nodes = new Nodes(graph);

	private final WeightScales scales = new WeightScales(this, weights, nodes);

	private final UsedWeights used = new UsedWeights();

	private final Arithmetic arithmetic;

	private final Initializers.Constants constants = new Initializers.Constants(
		nodes);

	/** A graph that computes in 32 bits. */
	public GraphBuilder() {
		this(ElementType.FLOAT);
	}

	/**
	 * A graph that computes in {@code FLOAT} or {@code FLOAT16}. Its inputs and
	 * outputs have 32 bits all the same: see {@link #narrowed}.
	 */
	public GraphBuilder(final ElementType arithmetic) {
		this.arithmetic = new Arithmetic(arithmetic, nodes);
	}

	/**
	 * Has weights of more than 16 bits rounded to half precision when they are
	 * used, as networks whose reference holds them so; the graph computes in the
	 * type that it has.
	 */
	public GraphBuilder withWeightsInHalf() {
		arithmetic.holdWeightsInHalf();
		return this;
	}

	/**
	 * Declares an input; axes are numbers, or texts for sizes that are known only
	 * when it runs.
	 */
	public Value input(final String name, final ElementType type,
		final Object... axes)
	{
		graph.message(11, Declarations.value(name, type, axes));
		return new Value(name, 0);
	}

	/** Names a value of the graph's arithmetic as an output of 32-bit floats. */
	public void output(final String name, final Value value,
		final Object... axes)
	{
		graph.message(1, new Message().string(1, arithmetic.widened(value).name())
			.string(2, name).string(4, "Identity"));
		graph.message(12, Declarations.value(name, ElementType.FLOAT, axes));
	}

	/** Adds a node with one output. */
	public Value op(final String type, final List<Value> inputs,
		final Attribute... attributes)
	{
		return op("", type, inputs, attributes);
	}

	/** Adds a node of any domain with one output. */
	public Value op(final String domain, final String type,
		final List<Value> inputs, final Attribute... attributes)
	{
		return ops(domain, type, 1, inputs, attributes).get(0);
	}

	/** Adds a node with several outputs. */
	public List<Value> ops(final String domain, final String type,
		final int outputs, final List<Value> inputs, final Attribute... attributes)
	{
		return nodes.add(domain, type, outputs, inputs, attributes);
	}

	/**
	 * A picture that is made in one of two ways, of which each call takes one.
	 *
	 * @param condition of one number: which way to go
	 * @param yes adds the nodes of one way, and tells its result; {@code no}
	 *          those of the other one
	 */
	public Value either(final Value condition, final Supplier<Value> yes,
		final Supplier<Value> no)
	{
		return op("If", List.of(condition), Attribute.of("then_branch", nodes
			.branch(yes)), Attribute.of("else_branch", nodes.branch(no)));
	}

	/** A constant vector of whole numbers. */
	public Value ints(final long... values) {
		return constants.ints(values);
	}

	/** A constant of 32-bit floats. */
	public Value floats(final float[] values, final long... shape) {
		return constants.floats(values, shape);
	}

	/**
	 * A weight in the graph's arithmetic.
	 *
	 * @throws IllegalArgumentException if it is missing or has another shape
	 */
	public Value weight(final Weights from, final String name,
		final long... shape)
	{
		return weight(from, name, shape, shape);
	}

	/**
	 * A weight in the graph's arithmetic, its numbers seen with another shape.
	 *
	 * @param shape in the file
	 * @param seen as many numbers
	 * @throws IllegalArgumentException if it is missing or has another shape
	 */
	public Value weight(final Weights from, final String name, final long[] shape,
		final long[] seen)
	{
		final TensorInfo info = weights.whole(used.add(from.get(name, shape)));
		return scales.of(info, arithmetic.of(info, weights.add(info, from.computed(
			name), ElementType.of(info), seen)), seen.length);
	}

	/** Tells that calls make others of these rows: {@link OnnxModel.Weight}. */
	public GraphBuilder deriving(final Weights from, final String name,
		final int first, final int end, final long... shape)
	{
		weights.derive(from.get(name, shape).rows(first, end));
		return this;
	}

	/**
	 * Some rows of a weight in the graph's arithmetic: {@code first} (included)
	 * to {@code end} (excluded) of its first axis.
	 *
	 * @param shape of the whole weight
	 * @throws IllegalArgumentException if it is missing or has another shape
	 */
	public Value rows(final Weights from, final String name, final int first,
		final int end, final long... shape)
	{
		final TensorInfo rows = used.add(from.get(name, shape)).rows(first, end);
		return scales.of(rows, arithmetic.of(rows, weights.add(rows, from.computed(
			name).map(c -> c.rows(first, end)), ElementType.of(rows), rows.shape())),
			rows.rank());
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
		final TensorInfo info = used.add(from.get(name, shape));
		final ElementType type = ElementType.of(info);
		final Value table = weights.add(info, from.computed(name), type.gathered(),
			shape);
		final Value rows = op("Gather", List.of(table, numbers));
		if (type == type.gathered()) {
			return scales.ofRows(toFloat(arithmetic.held(type, rows)), info, numbers);
		}
		final Value index = arithmetic.cast(rows, ElementType.INT64);
		return scales.ofRows(op("Gather", List.of(floats(info.dtype().ofAllBytes(),
			256), index)), info, numbers);
	}

	/**
	 * {@link #rows} as {@link WeightBytes} of a type, made when it is opened.
	 *
	 * @throws IllegalArgumentException if it is missing or has another shape
	 */
	public WeightBytes.Values bytes(final Weights from, final String name,
		final ElementType type, final int first, final int end, final long... shape)
	{
		return weights.bytes(from, name, used.add(from.get(name, shape)), type,
			first, end).withZero(constants.zero(type));
	}

	/** Turns values of any float type into 32 bits. */
	public Value toFloat(final Value value) {
		return arithmetic.cast(value, ElementType.FLOAT);
	}

	/** 32-bit floats in the graph's arithmetic. */
	public Value narrowed(final Value value) {
		return arithmetic.narrowed(value);
	}

	/**
	 * A part that makes something of a value in 32 bits in any graph: sums of
	 * many numbers, as in normalisations, overflow half precision or lose what is
	 * small in them.
	 */
	public Value inSingle(final Value x, final UnaryOperator<Value> part) {
		return inSingle(List.of(x), values -> part.apply(values.get(0)));
	}

	/** The same with several values. */
	public Value inSingle(final List<Value> x,
		final Function<List<Value>, Value> part)
	{
		return arithmetic.inSingle(x, part);
	}

	/** Ends a graph that takes all from its inputs: a {@code ModelProto}. */
	public byte[] withoutWeights(final String name) {
		return Declarations.model(name, graph);
	}

	/** What another graph has taken counts as taken by this one. */
	public void count(final GraphBuilder other) {
		used.addAll(other.used);
	}

	/** See {@link UsedWeights#requireAll}. */
	public void requireAllUsed(final Weights all, final String... below) {
		used.requireAll(all, below);
	}

	/** Ends the graph; an {@link IllegalStateException} if it has no weights. */
	public OnnxModel build(final String name) {
		if (weights.isEmpty()) {
			throw new IllegalStateException("the graph '" + name +
				"' takes no weights; a graph here has some of a checkpoint");
		}
		return weights.build(name, graph, () -> Declarations.model(name, graph));
	}
}
