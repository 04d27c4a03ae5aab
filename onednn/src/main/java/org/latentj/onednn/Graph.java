
package org.latentj.onednn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph.
 *
 * @param nodes in an order in which they can be run
 * @param initializers constants and weights by name
 * @param inputs by name; axes are {@code Long}, or {@code String} for sizes
 *          that are known only when it runs
 * @param outputs names
 */
record Graph(List<Node> nodes, Map<String, Initializer> initializers,
		Map<String, List<Object>> inputs, List<String> outputs) {

	/** Which node makes each value. */
	Map<String, Node> makers() {
		final Map<String, Node> makers = new HashMap<>();
		nodes.forEach(n -> n.outputs().forEach(o -> makers.put(o, n)));
		return makers;
	}

	/** How often each value is taken. */
	Map<String, Integer> uses() {
		final Map<String, Integer> uses = new HashMap<>();
		nodes.forEach(n -> n.inputs().forEach(i -> uses.merge(i, 1, Integer::sum)));
		outputs.forEach(o -> uses.merge(o, 1, Integer::sum));
		return uses;
	}

	Graph with(final List<Node> others) {
		return new Graph(List.copyOf(others), initializers, inputs, outputs);
	}
}
