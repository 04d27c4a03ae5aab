
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.onednn.Operand.Numbers;
import org.latentj.onednn.Operand.Weight;
import org.latentj.onnx.runtime.InferenceException;

/** Makes the steps of a graph for inputs of some shapes. */
final class PlanBuilder {

	private final Graph graph;

	private final Map<String, Integer> uses;

	private final LastTakers lastTakers;

	private final Map<String, Operand> values = new HashMap<>();

	private final Steps steps;

	private final Elements elements;

	private final Shapes shapes;

	private final Products products;

	private final Convolutions convolutions;

	private final Norms norms;

	private final Probabilities probabilities;

	PlanBuilder(final Graph graph, final Dnnl dnnl, final WeightStore weights) {
		this.graph = graph;
		uses = graph.uses();
		lastTakers = new LastTakers(graph);
		steps = new Steps(dnnl, weights);
		elements = new Elements(steps);
		shapes = new Shapes(steps, elements);
		products = new Products(steps);
		convolutions = new Convolutions(steps, products);
		norms = new Norms(steps);
		probabilities = new Probabilities(steps);
	}

	/**
	 * What a plan is made of.
	 *
	 * @param steps in their order
	 * @param inputs plain, in 32 bits
	 * @param outputs plain, in 32 bits
	 */
	record Built(List<Step> steps, Map<String, View> inputs,
			Map<String, View> outputs) {
	}

	/** @param inputs shapes by name */
	Built build(final Map<String, long[]> inputs) {
		final Map<String, View> given = new LinkedHashMap<>();
		inputs.forEach((name, shape) -> given.put(name, View.rows(Dnnl.F32,
			shape)));
		values.putAll(given);
		graph.initializers().forEach((name, one) -> values.put(name, one
			.isConstant() && one.type() == Initializer.INT64 ? new Numbers(Constants
				.longs(one)) : new Weight(one)));
		final Map<String, View> made = new LinkedHashMap<>();
		for (final Node node : graph.nodes()) {
			if (graph.outputs().contains(node.output())) {
				made.put(node.output(), output(node));
			}
			else {
				values.put(node.output(), value(node));
			}
		}
		final int end = steps.all().size();
		// NB: what was put into one may be there from the run before.
		given.values().forEach(v -> v.buffer().usedAt(0));
		given.values().forEach(v -> v.buffer().usedAt(end));
		made.values().forEach(v -> v.buffer().usedAt(end));
		return new Built(steps.all(), given, made);
	}

	private View output(final Node node) {
		final Operand x = operand(node, 0);
		final View view = elements.view(x instanceof Product product && isOnce(node,
			0) && !product.isMade() ? product.inSingle() : x);
		final View plain = View.rows(Dnnl.F32, view.shape());
		steps.copy(view, plain);
		return plain;
	}

	private Operand value(final Node node) {
		return switch (node.type()) {
			case "Conv" -> convolutions.convolution(node, view(node, 0), weight(node,
				1), bias(node));
			case Rewriting.ENLARGING -> convolutions.enlarging(view(node, 0), weight(
				node, 1), bias(node));
			case "Gemm" -> products.linear(view(node, 0), matrix(node), bias(node));
			case Rewriting.GROUP_NORM -> norms.groupNorm(node, view(node, 0), weight(
				node, 1), weight(node, 2));
			case "LayerNormalization" -> norms.layerNorm(node, view(node, 0), weight(
				node, 1), weight(node, 2));
			case "MultiHeadAttention" -> attention(node);
			case Rewriting.SILU -> function(node, dnnl_eltwise_swish);
			case "Sigmoid" -> function(node, dnnl_eltwise_logistic);
			case "Relu" -> function(node, dnnl_eltwise_relu);
			case "Tanh" -> function(node, dnnl_eltwise_tanh);
			case "Gelu" -> function(node, dnnl_eltwise_gelu_erf);
			case "Add" -> binary(node, true);
			case "Mul" -> binary(node, false);
			case "Div" -> elements.divided(view(node, 0), weight(node, 1));
			case "MatMul" -> probabilities.product(view(node, 0), view(node, 1));
			case "Softmax" -> probabilities.softmax(view(node, 0));
			case "ReduceMean" -> probabilities.mean(view(node, 0), (int) numbers(node,
				1)[0]);
			case "Cos" -> elements.wave(true, operand(node, 0));
			case "Sin" -> elements.wave(false, operand(node, 0));
			default -> moved(node);
		};
	}

	private Operand moved(final Node node) {
		return switch (node.type()) {
			case "Identity", "Cast" -> operand(node, 0);
			case "Shape" -> Shapes.shape(node, operand(node, 0));
			case "Reshape" -> shapes.reshape(operand(node, 0), numbers(node, 1));
			case "Unsqueeze" -> shapes.unsqueeze(operand(node, 0), numbers(node, 1));
			case "Transpose" -> view(node, 0).transposed(node.numbers("perm"));
			case "Concat" -> shapes.concat((int) node.number("axis", 0), node.inputs()
				.stream().map(this::operand).toList());
			case "Resize" -> resized(node);
			default -> throw new InferenceException("the engine of bf16 has no " +
				node.type() + ", which makes '" + node.output() +
				"'; quality exact has it");
		};
	}

	private View resized(final Node node) {
		final long[] size = shapes.sizes(node, operand(node, 0), values.get(node
			.input(2)), values.get(node.input(3)));
		return shapes.resize(operand(node, 0), size[0], size[1]);
	}

	private View attention(final Node node) {
		if (node.number("unidirectional", 0) != 0) {
			throw new InferenceException(
				"the engine of bf16 has no causal attention; quality exact has it");
		}
		final View q = steps.rounded(view(node, 0));
		final View k = steps.rounded(view(node, 1));
		final View v = steps.rounded(view(node, 2));
		final View out = View.rows(Dnnl.BF16, q.size(0), q.size(1), v.size(2));
		steps.add(new Attention(steps.dnnl(), q, k, v, out, (int) node.number(
			"num_heads", 1)));
		return out;
	}

	private Operand function(final Node node, final int algorithm) {
		return elements.function(algorithm, operand(node, 0), isOnce(node, 0));
	}

	private Operand binary(final Node node, final boolean sum) {
		return elements.binary(sum, taken(node, 0, 1), taken(node, 1, 0));
	}

	private Elements.Taken taken(final Node node, final int input,
		final int other)
	{
		return new Elements.Taken(operand(node, input), isOnce(node, input),
			() -> lastTakers.isFree(node.input(input), node, node.input(other)));
	}

	private boolean isOnce(final Node node, final int input) {
		return uses.get(node.input(input)) == 1;
	}

	private Weight matrix(final Node node) {
		if (node.number("transB", 0) != 1) {
			throw new InferenceException(
				"the engine of bf16 takes a linear layer's weight as [out, in]");
		}
		return weight(node, 1);
	}

	private Weight bias(final Node node) {
		return node.input(2).isEmpty() ? null : weight(node, 2);
	}

	private Weight weight(final Node node, final int input) {
		if (operand(node, input) instanceof Weight weight) {
			return weight;
		}
		throw new InferenceException("the engine of bf16 takes weights as they " +
			"are stored; '" + node.input(input) + "' is computed in the graph");
	}

	private long[] numbers(final Node node, final int input) {
		return ((Numbers) operand(node, input)).values();
	}

	private View view(final Node node, final int input) {
		return elements.view(operand(node, input));
	}

	private Operand operand(final Node node, final int input) {
		return operand(node.input(input));
	}

	private Operand operand(final String name) {
		final Operand value = values.get(name);
		if (value == null) {
			throw new InferenceException("nothing makes '" + name + "'");
		}
		return value;
	}
}
