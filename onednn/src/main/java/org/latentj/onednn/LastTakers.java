
package org.latentj.onednn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who takes a value last, so that its memory may become that of the result.
 * Values that lie in the same memory count as one.
 */
final class LastTakers {

	/** Nodes that may only see what they take with other axes. */
	private static final Set<String> SAME_MEMORY = Set.of("Cast", "Identity",
		"Reshape", "Transpose", "Unsqueeze");

	private final Map<String, Node> makers;

	/** Of each value's node in the order of all. */
	private final Map<String, Integer> places = new HashMap<>();

	/** What is made of a value; by the first one that lies in its memory. */
	private final Map<String, List<String>> taken = new HashMap<>();

	LastTakers(final Graph graph) {
		makers = graph.makers();
		for (final Node node : graph.nodes()) {
			node.outputs().forEach(o -> places.put(o, places.size()));
			if (graph.outputs().contains(node.output()) || !SAME_MEMORY.contains(node
				.type()) && !node.type().equals("Shape"))
			{
				node.inputs().forEach(i -> taken.computeIfAbsent(first(i),
					k -> new ArrayList<>()).add(node.output()));
			}
		}
	}

	/**
	 * Whether whoever else takes a value is done before another value is there.
	 * What comes from outside is never free.
	 *
	 * @param node that takes both
	 */
	boolean isFree(final String value, final Node node, final String other) {
		final String first = first(value);
		if (!makers.containsKey(first)) {
			return false;
		}
		final Set<String> before = before(other, places.get(first));
		return taken.get(first).stream().allMatch(t -> t.equals(node.output()) ||
			before.contains(t));
	}

	/** What a value hangs on, itself too, as far as it is made behind a place. */
	private Set<String> before(final String value, final int place) {
		final Set<String> found = new HashSet<>();
		final Deque<String> left = new ArrayDeque<>(List.of(value));
		while (!left.isEmpty()) {
			final Node maker = makers.get(left.pop());
			if (maker != null && places.get(maker.output()) > place && found.add(maker
				.output()))
			{
				left.addAll(maker.inputs());
			}
		}
		return found;
	}

	private String first(final String value) {
		String name = value;
		for (Node maker = makers.get(name); maker != null && SAME_MEMORY.contains(
			maker.type()); maker = makers.get(name))
		{
			name = maker.input(0);
		}
		return name;
	}
}
