
package org.latentj.workflow.format;

import com.google.gson.JsonArray;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.workflow.graph.Value;

/**
 * A graph where it is used.
 *
 * @param subgraphs all that there are, by the types of the nodes that stand for
 *          them
 * @param prefix of its nodes' ids
 * @param graph itself
 * @param around where it is a subgraph; null of the whole
 * @param as the node that stands for it there; null of the whole
 * @param values that this node gives to widgets in it, by node and name
 */
record UiScope(Map<String, UiGraph> subgraphs, String prefix, UiGraph graph,
		UiScope around, UiNode as, Map<String, Value> values) {

	/** Subgraphs in one another, and links through reroutes. */
	private static final int DEEPEST = 500;

	/**
	 * What comes along a link.
	 *
	 * @param value empty if nothing comes
	 * @param lacking why nothing comes: goes on "it"
	 * @param meant whether a user may have meant that
	 */
	record Source(Optional<Value> value, String lacking, boolean meant) {

		static Source of(final Value value) {
			return new Source(Optional.of(value), "", false);
		}

		static Source none(final String why) {
			return new Source(Optional.empty(), why, false);
		}
	}

	/** The whole. */
	static UiScope whole(final Map<String, UiGraph> subgraphs,
		final UiGraph graph)
	{
		return new UiScope(subgraphs, "", graph, null, null, Map.of());
	}

	/** A subgraph in this one. */
	UiScope in(final UiNode node, final UiGraph subgraph) {
		return new UiScope(subgraphs, prefix + node.id() + ":", subgraph, this,
			node, subgraph.widgets().isEmpty() ? promoted(node) : shown(node,
				subgraph));
	}

	/** Widgets of a group node. */
	private static Map<String, Value> shown(final UiNode node,
		final UiGraph group)
	{
		final Map<String, Value> values = new HashMap<>();
		Widgets.read(group.widgets(), node).named().forEach((name, value) -> values
			.put(UiGraph.GIVEN + name, value));
		return values;
	}

	/** Widgets of a subgraph's node. */
	private static Map<String, Value> promoted(final UiNode node) {
		final Map<String, Value> values = new HashMap<>();
		final List<String> keys = node.proxies().isEmpty() ? node.inputs().stream()
			.filter(UiNode.Slot::widget).map(s -> UiGraph.GIVEN + s.name()).toList()
			: node.proxies().stream().map(p -> p[0] + "." + p[1]).toList();
		if (node.values() instanceof JsonArray list) {
			for (int i = 0; i < Math.min(keys.size(), list.size()); i++) {
				if (!list.get(i).isJsonNull()) {
					values.put(keys.get(i), ApiFormat.plain(list.get(i)));
				}
			}
		}
		return values;
	}

	static void requireEnd(final int depth) {
		if (depth > DEEPEST) {
			throw new IllegalArgumentException(
				"its subgraphs or reroutes lead back to themselves");
		}
	}

	/** What comes along a link in the end. */
	Source source(final String number) {
		return source(number, 0);
	}

	private Source source(final String number, final int depth) {
		requireEnd(depth);
		final UiGraph.Link link = graph.links().get(number);
		if (link == null) {
			return Source.none("its link " + number + " is not among the 'links'");
		}
		if (link.from().equals(UiGraph.INPUTS) && around != null) {
			return outer(link.slot(), depth);
		}
		final UiNode node = graph.nodes().get(link.from());
		if (node == null) {
			return Source.of(new Value.Link(prefix + link.from(), link.slot()));
		}
		if (node.isMuted()) {
			return new Source(Optional.empty(), "it came from " + node.name(prefix) +
				", which is muted", true);
		}
		if (node.isPrimitive()) {
			return primitive(node, depth);
		}
		if (node.isReroute() || node.isBypassed()) {
			return through(node, link.slot(), depth);
		}
		final UiGraph subgraph = subgraphs.get(node.type());
		if (subgraph == null) {
			return Source.of(new Value.Link(prefix + node.id(), link.slot()));
		}
		final String inner = subgraph.toOutput(link.slot());
		return inner == null ? Source.none("nothing in " + node.name(prefix) +
			" leads to that output") : in(node, subgraph).source(inner, depth + 1);
	}

	private Source primitive(final UiNode node, final int depth) {
		final Optional<String> given = node.inputs().stream().findFirst().flatMap(
			UiNode.Slot::link);
		if (given.isPresent()) {
			return source(given.get(), depth + 1);
		}
		return node.values() instanceof JsonArray list && !list.isEmpty() ? Source
			.of(ApiFormat.plain(list.get(0))) : Source.none("it came from " + node
				.name(prefix) + ", which has no value");
	}

	private Source through(final UiNode node, final int slot, final int depth) {
		final Optional<UiNode.Slot> input = node.isReroute() ? node.inputs()
			.stream().findFirst() : node.bypass(slot);
		final Optional<String> link = input.flatMap(UiNode.Slot::link);
		if (link.isPresent()) {
			return source(link.get(), depth + 1);
		}
		return new Source(Optional.empty(), "it came " + (node.isReroute()
			? "through " + node.name(prefix) + ", to which nothing leads" : "from " +
				node.name(prefix) + ", which is bypassed and " + (input.isPresent()
					? "given nothing that it could hand on"
					: "has no input of that kind to hand on")), node.isBypassed());
	}

	/** What the node that stands for a subgraph is given. */
	private Source outer(final int slot, final int depth) {
		final List<String> names = graph.inputs();
		final String name = slot >= 0 && slot < names.size() ? names.get(slot) : "";
		final Optional<String> link = as.input(name).flatMap(UiNode.Slot::link);
		if (link.isPresent()) {
			return around.source(link.get(), depth + 1);
		}
		final Value value = values.get(UiGraph.GIVEN + name);
		return value == null ? Source.none("nothing leads to '" + name + "' of " +
			as.name(around.prefix)) : Source.of(value);
	}
}
