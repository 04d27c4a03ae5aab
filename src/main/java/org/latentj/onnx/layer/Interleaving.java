
package org.latentj.onnx.layer;

import java.util.ArrayList;
import java.util.List;

import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * Pictures as every m-th sample of a larger one: the m^2 pictures of height h
 * and width w make one of m h and m w ("periodic shuffling", Shi et al. 2016,
 * arXiv:1609.05158, equation 4). NB: ONNX Runtime's DepthToSpace takes a
 * quarter longer.
 */
final class Interleaving {

	private Interleaving() {}

	/**
	 * Interleaves.
	 *
	 * @param phases m rows of m pictures [B, C, h, w]: row by row of the larger
	 *          one's first samples
	 * @return [B, C, m * h, m * w]
	 */
	static Value of(final GraphBuilder graph, final List<List<Value>> phases) {
		final List<Value> rows = new ArrayList<>();
		for (final List<Value> row : phases) {
			final Value columns = graph.op("Concat", row.stream().map(x -> graph.op(
				"Unsqueeze", List.of(x, graph.ints(4)))).toList(), Attribute.of("axis",
					4));
			rows.add(graph.op("Reshape", List.of(columns, graph.ints(0, 0, 0, -1))));
		}
		final Value all = graph.op("Concat", rows, Attribute.of("axis", 3));
		final Value width = graph.op("Shape", List.of(rows.get(0)), Attribute.of(
			"start", 3), Attribute.of("end", 4));
		return graph.op("Reshape", List.of(all, graph.op("Concat", List.of(graph
			.ints(0, 0, -1), width), Attribute.of("axis", 0))));
	}
}
