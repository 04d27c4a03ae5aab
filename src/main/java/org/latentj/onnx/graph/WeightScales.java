
package org.latentj.onnx.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.TensorInfo;

/**
 * Multiplies weights by the scales that they have in their file
 * ({@link TensorInfo#scale}), within the graph: weights and scales stay there.
 */
final class WeightScales {

	private final GraphBuilder graph;

	private final Initializers weights;

	private final Nodes nodes;

	private final Map<String, Value> products = new HashMap<>();

	WeightScales(final GraphBuilder graph, final Initializers weights,
		final Nodes nodes)
	{
		this.graph = graph;
		this.weights = weights;
		this.nodes = nodes;
	}

	/**
	 * A weight times its scales; itself if it has none. NB: in 32 bits, since
	 * scales may be smaller than half precision goes.
	 *
	 * @param weight in the graph's arithmetic
	 * @param rank as which it is seen
	 */
	Value of(final TensorInfo info, final Value weight, final int rank) {
		return info.scale().isEmpty() ? weight : products.computeIfAbsent(nodes
			.here(weight.name()), k -> graph.inSingle(weight, w -> graph.op("Mul",
				List.of(w, scales(info.scale().get(), rank)))));
	}

	/**
	 * Rows of a matrix times their scales; themselves if it has none.
	 *
	 * @param rows as 32-bit floats
	 * @param numbers which they are
	 */
	Value ofRows(final Value rows, final TensorInfo info, final Value numbers) {
		if (info.scale().isEmpty()) {
			return rows;
		}
		final Value scales = scales(info.scale().get(), 2);
		return graph.op("Mul", List.of(rows, info.scale().get().count() == 1
			? scales : graph.op("Gather", List.of(scales, numbers))));
	}

	/** One for all, or one for each row, as 32-bit floats. */
	private Value scales(final TensorInfo scale, final int rank) {
		final long[] shape = new long[Math.max(1, rank)];
		Arrays.fill(shape, 1);
		shape[0] = scale.count();
		final ElementType type = ElementType.of(scale);
		final Value stored = weights.add(scale, Optional.empty(), type, shape);
		return type == ElementType.FLOAT ? stored : graph.toFloat(stored);
	}
}
