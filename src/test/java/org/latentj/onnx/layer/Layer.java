
package org.latentj.onnx.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/**
 * A single layer that can be built into a graph of its own and run. Tests of
 * layers say here how each is made, and nowhere else, so that they are about
 * numbers.
 */
public interface Layer {

	/** Of what a layer's graph has with it. */
	record Parts(GraphBuilder graph, Layers layers, Weights weights) {

		Weights at(final String name) {
			return weights.at(name);
		}
	}

	/** Adds it to a graph. */
	Value add(Parts to, List<Value> inputs);

	/**
	 * Runs it.
	 *
	 * @param weights of a file that has a number 0 called {@code zero.weight}
	 * @param shape of what it gives
	 */
	default Tensor run(final Weights weights, final int[] shape,
		final Tensor... inputs)
	{
		return run(weights, MemoryMode.MAPPED, shape, inputs);
	}

	/** Runs it with weights mapped or read. */
	default Tensor run(final Weights weights, final MemoryMode mode,
		final int[] shape, final Tensor... inputs)
	{
		return run(new GraphBuilder(), weights, mode, shape, inputs);
	}

	/** Runs it in half precision. */
	default Tensor runInHalf(final Weights weights, final int[] shape,
		final Tensor... inputs)
	{
		return run(new GraphBuilder(ElementType.FLOAT16), weights,
			MemoryMode.MAPPED, shape, inputs);
	}

	private Tensor run(final GraphBuilder graph, final Weights weights,
		final MemoryMode mode, final int[] shape, final Tensor... inputs)
	{
		final Map<String, Tensor> given = new TreeMap<>();
		final List<Value> values = new ArrayList<>();
		for (final Tensor input : inputs) {
			final String name = "x" + values.size();
			given.put(name, input);
			values.add(input(graph, name, input));
		}
		final Layers layers = new Layers(graph);
		final Value y = add(new Parts(graph, layers, weights), values);
		// NB: a graph has to have some weight of a file.
		graph.output("y", layers.add(y, graph.weight(weights, "zero.weight", 1)),
			axes(shape));
		try (OrtModel model = OrtModel.open(graph.build("layer"),
			OrtSettings.DEFAULT.with(mode)))
		{
			return model.run(given, "y", shape, new StopSignal());
		}
	}

	private static Value input(final GraphBuilder graph, final String name,
		final Tensor x)
	{
		return graph.narrowed(graph.input(name, ElementType.FLOAT, axes(x.shape())))
			.with(x.rank() == 1 ? 0 : x.size(x.rank() == 3 ? 2 : 1));
	}

	private static Object[] axes(final int[] shape) {
		final Object[] axes = new Object[shape.length];
		for (int i = 0; i < axes.length; i++) {
			axes[i] = shape[i];
		}
		return axes;
	}

	static Layer linear(final String name, final int out) {
		return (to, in) -> to.layers().linear(in.get(0), to.at(name), out);
	}

	static Layer linearWithoutBias(final String name, final int out) {
		return (to, in) -> to.layers().linearWithoutBias(in.get(0), to.at(name),
			out);
	}

	static Layer linearPart(final String name, final int from, final int end,
		final int out)
	{
		return (to, in) -> to.layers().linear(in.get(0), to.at(name), from, end,
			out);
	}

	/** The first half of a linear layer times GELU of the second. */
	static Layer geglu(final String name, final int half) {
		return (to, in) -> to.layers().mul(linearPart(name, 0, half, 2 * half).add(
			to, in), to.layers().gelu(linearPart(name, half, 2 * half, 2 * half).add(
				to, in)));
	}

	static Layer conv(final String name, final int kernel, final int out) {
		return (to, in) -> to.layers().conv2d(in.get(0), to.at(name), kernel, out);
	}

	/** @param pads top, left, bottom, right */
	static Layer conv(final String name, final int kernel, final int out,
		final int stride, final long... pads)
	{
		return (to, in) -> to.layers().conv2d(in.get(0), to.at(name), kernel, out,
			stride, pads);
	}

	static Layer groupNorm(final String name, final float epsilon) {
		return (to, in) -> to.layers().groupNorm(in.get(0), to.at(name), epsilon);
	}

	static Layer layerNorm(final String name) {
		return (to, in) -> to.layers().layerNorm(in.get(0), to.at(name));
	}

	/** Of [A, B, C] as rows, as it is for processors. */
	static Layer layerNormOfRows(final String name) {
		return (to, in) -> {
			final Layers layers = Layers.inTiles(to.graph(), false);
			final Value x = in.get(0);
			final Value rows = layers.layerNorm(layers.reshape(x, -1, x.known()), to
				.at(name));
			return to.graph().op("Reshape", List.of(rows, to.graph().op("Shape", List
				.of(x)))).with(x.known());
		};
	}

	static Layer silu() {
		return (to, in) -> to.layers().silu(in.get(0));
	}

	static Layer gelu() {
		return (to, in) -> to.layers().gelu(in.get(0));
	}

	static Layer quickGelu() {
		return (to, in) -> to.layers().quickGelu(in.get(0));
	}

	/** An operator of ONNX as it is. */
	static Layer operator(final String type, final Attribute... attributes) {
		return (to, in) -> to.graph().op(type, in, attributes);
	}

	static Layer attention(final int heads, final boolean causal) {
		return (to, in) -> to.layers().attention(in.get(0), in.get(1), in.get(2),
			heads, causal);
	}

	/** Attention that is in 32 bits in any graph. */
	static Layer singleAttention(final int heads) {
		return (to, in) -> to.layers().singleAttention(in.get(0), in.get(1), in.get(
			2), heads);
	}

	static Layer upsample2() {
		return (to, in) -> to.layers().upsample2(in.get(0));
	}

	static Layer upsampleLike() {
		return (to, in) -> to.layers().upsampleLike(in.get(0), in.get(1));
	}

	static Layer toRows() {
		return (to, in) -> to.layers().toRows(in.get(0));
	}

	/** To rows, to tokens and back to a picture. */
	static Layer thereAndBack() {
		return (to, in) -> to.layers().toPicture(to.layers().toTokens(to.layers()
			.toRows(in.get(0)), in.get(0)), in.get(0));
	}

	static Layer toTokens() {
		return (to, in) -> to.layers().toTokens(in.get(0), in.get(1));
	}

	static Layer reshape(final long... shape) {
		return (to, in) -> to.layers().reshape(in.get(0), shape);
	}

	static Layer concat() {
		return (to, in) -> to.layers().concat(in.get(0), in.get(1));
	}

	static Layer stack() {
		return (to, in) -> to.layers().stack(in.toArray(Value[]::new));
	}

	static Layer unsqueeze(final long... axes) {
		return (to, in) -> to.layers().unsqueeze(in.get(0), axes);
	}

	static Layer sum() {
		return (to, in) -> to.layers().add(in.get(0), in.get(1));
	}

	static Layer product() {
		return (to, in) -> to.layers().mul(in.get(0), in.get(1));
	}

	/** A weight alone. */
	static Layer weight(final String name, final long... shape) {
		return (to, in) -> to.graph().weight(to.weights(), name, shape);
	}

	/** A weight alone, seen with another shape. */
	static Layer weightSeen(final String name, final long[] shape,
		final long... seen)
	{
		return (to, in) -> to.graph().weight(to.weights(), name, shape, seen);
	}

	static Layer rows(final String name, final int from, final int end,
		final long... shape)
	{
		return (to, in) -> to.graph().rows(to.weights(), name, from, end, shape);
	}

	/** Rows of a table by their numbers. */
	static Layer gather(final String name, final long[] numbers,
		final long... shape)
	{
		return (to, in) -> to.graph().gather(to.weights(), name, to.graph().ints(
			numbers), shape);
	}

	static Layer floats(final float[] values, final long... shape) {
		return (to, in) -> to.graph().floats(values, shape);
	}

	/** Whole numbers as floats. */
	static Layer ints(final long... values) {
		return (to, in) -> to.graph().toFloat(to.graph().ints(values));
	}
}
