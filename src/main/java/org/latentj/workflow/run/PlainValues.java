
package org.latentj.workflow.run;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeType;

/**
 * A workflow whose nodes have their values themselves, where others that are
 * nothing but a value gave them: so these are looked through, found as files
 * and told in records as all are.
 */
final class PlainValues {

	/** How the names of such types begin. */
	private static final String PRIMITIVE = "Primitive";

	private static final String VALUE = "value";

	private final Graph graph;

	private final NodeTypes types;

	private PlainValues(final Graph graph, final NodeTypes types) {
		this.graph = graph;
		this.types = types;
	}

	/** The same workflow in plain values; links that are wrong stay. */
	static Graph of(final Graph graph, final NodeTypes types) {
		final PlainValues plain = new PlainValues(graph, types);
		Graph changed = graph;
		for (final Node node : graph.nodes().values()) {
			final Node own = plain.of(node);
			changed = own == node ? changed : changed.with(own);
		}
		return changed;
	}

	private Node of(final Node node) {
		Node plain = node;
		for (final Input input : types.find(node.type()).map(NodeType::inputs)
			.orElse(List.of()))
		{
			if (input.widget().isPresent() && node.inputs().get(input
				.name()) instanceof Value.Link link)
			{
				final Optional<Value> value = value(link, input, new HashSet<>());
				plain = value.isPresent() ? plain.with(input.name(), value.get())
					: plain;
			}
		}
		return plain;
	}

	/** What a node that is a value gives, perhaps that of another one. */
	private Optional<Value> value(final Value.Link link, final Input input,
		final Set<String> seen)
	{
		final Node from = graph.nodes().get(link.node());
		if (from == null || !from.type().startsWith(PRIMITIVE) || link
			.slot() != 0 || !seen.add(from.id()))
		{
			return Optional.empty();
		}
		final Kind<?> kind = types.find(from.type()).map(t -> t.outputs().get(0)
			.kind()).orElse(null);
		if (kind != input.kind() && !(input.kind() == Kind.COMBO &&
			kind == Kind.STRING))
		{
			return Optional.empty();
		}
		final Value value = from.inputs().get(VALUE);
		return value instanceof Value.Link next ? value(next, input, seen)
			: Optional.ofNullable(value);
	}
}
