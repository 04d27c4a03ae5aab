
package org.latentj.unet;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.Value;
import org.latentj.sampling.attention.AttentionOutputs;

/**
 * The part of a UNet's graph that gives out what it attends to. Of each
 * attention the probabilities are computed a second time beside the fused
 * operator, which keeps them to itself: softmax(q k^T / sqrt(d)) (Vaswani et
 * al. 2017, equation 1), the mean over heads, and a running mean over the
 * layers of a level, so that little leaves the graph and little is kept in it.
 * NB: where nothing is asked for no node is added.
 */
final class AttentionGraph {

	private final GraphBuilder graph;

	private final Layers layers;

	private final AttentionOutputs wanted;

	private final Map<Integer, Sum> words = new TreeMap<>();

	private final Map<Integer, Sum> self = new TreeMap<>();

	/**
	 * @param value sum of probabilities
	 * @param layers of which it is
	 */
	private record Sum(Value value, int layers) {
	}

	AttentionGraph(final GraphBuilder graph, final Layers layers,
		final AttentionOutputs wanted)
	{
		this.graph = graph;
		this.layers = layers;
		this.wanted = wanted;
	}

	/**
	 * Is told of each attention.
	 *
	 * @param level how often the picture has been halved there
	 * @param toText whether it attends to the text, or to the picture itself
	 * @param q [B, S, C]
	 * @param k [B, T, C]
	 */
	void add(final int level, final boolean toText, final Value q, final Value k,
		final int heads)
	{
		if (toText && wanted.words()) {
			add(words, level, probabilities(q, k, heads));
		}
		else if (!toText && level >= wanted.selfFrom()) {
			add(self, level, probabilities(q, k, heads));
		}
	}

	private void add(final Map<Integer, Sum> sums, final int level,
		final Value more)
	{
		final Sum before = sums.get(level);
		sums.put(level, before == null ? new Sum(more, 1) : new Sum(layers.add(
			before.value(), more), before.layers() + 1));
	}

	/** Mean over heads, [B, S, T], in 32 bits in any graph. */
	private Value probabilities(final Value q, final Value k, final int heads) {
		final int width = q.channels() / heads;
		return graph.inSingle(List.of(q, k), both -> {
			final Value product = graph.op("MatMul", List.of(heads(both.get(0), heads,
				width, 0, 2, 1, 3), heads(both.get(1), heads, width, 0, 2, 3, 1)));
			final Value scaled = layers.mul(product, graph.floats(new float[] {
				(float) (1 / Math.sqrt(width)) }, 1));
			final Value chances = graph.op("Softmax", List.of(scaled), Attribute.of(
				"axis", -1));
			return graph.op("ReduceMean", List.of(chances, graph.ints(1)), Attribute
				.of("keepdims", 0));
		});
	}

	private Value heads(final Value tokens, final int heads, final int width,
		final long... order)
	{
		return graph.op("Transpose", List.of(layers.reshape(tokens, 0, 0, heads,
			width)), Attribute.of("perm", order));
	}

	/** Names the outputs. */
	AttentionLevels end() {
		return new AttentionLevels(named(words, AttentionLevels.WORDS, "tokens"),
			named(self, AttentionLevels.SELF, "cells"));
	}

	private Map<Integer, Integer> named(final Map<Integer, Sum> sums,
		final String name, final String last)
	{
		final Map<Integer, Integer> counts = new TreeMap<>();
		sums.forEach((level, sum) -> {
			graph.output(name + level, layers.mul(sum.value(), graph.narrowed(graph
				.floats(new float[] { 1f / sum.layers() }, 1))), "batch", "cells_" +
					level, last + "_" + level);
			counts.put(level, sum.layers());
		});
		return counts;
	}
}
