
package org.latentj.workflow.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes of a workflow by id, in the order of its file.
 *
 * @param nodes by their ids
 * @param notes what a user should know of how it was read: sentences without
 *          capital and full stop
 * @param problems what in its file is no node and no link
 * @param settings how LatentJ ran it, as far as nodes do not say it: quality,
 *          reuse, samplernoise, and the {@link UsedPicture}
 */
public record Graph(Map<String, Node> nodes, List<String> notes,
		List<Problem> problems, Map<String, String> settings) {

	/** Copies all. */
	public Graph {
		nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
		notes = List.copyOf(notes);
		problems = List.copyOf(problems);
		settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
	}

	/** Of some nodes. */
	public static Graph of(final Collection<Node> nodes) {
		return of(nodes, List.of(), List.of());
	}

	/** Of some nodes, with what there is to say. */
	public static Graph of(final Collection<Node> nodes, final List<String> notes,
		final List<Problem> problems)
	{
		final Map<String, Node> byId = new LinkedHashMap<>();
		nodes.forEach(n -> byId.put(n.id(), n));
		return new Graph(byId, notes, problems, Map.of());
	}

	/** The same with other settings. */
	public Graph saying(final Map<String, String> others) {
		return new Graph(nodes, notes, problems, others);
	}

	/** The node of an id, if there is one. */
	public Optional<Node> find(final String id) {
		return Optional.ofNullable(nodes.get(id));
	}

	/** The same with another node of its id. */
	public Graph with(final Node node) {
		final Map<String, Node> more = new LinkedHashMap<>(nodes);
		more.put(node.id(), node);
		return new Graph(more, notes, problems, settings);
	}

	/** A node and all that it depends on, the nearest first. */
	public List<Node> above(final String id) {
		final Set<String> seen = new LinkedHashSet<>(List.of(id));
		final Deque<String> open = new ArrayDeque<>(seen);
		while (!open.isEmpty()) {
			final Node node = nodes.get(open.remove());
			if (node != null) {
				node.links().stream().map(Value.Link::node).filter(seen::add).forEach(
					open::add);
			}
		}
		return seen.stream().filter(nodes::containsKey).map(nodes::get).toList();
	}
}
