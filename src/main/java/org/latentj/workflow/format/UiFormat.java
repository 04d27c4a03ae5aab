
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.NodeType;

/**
 * ComfyUI's format of what its front end draws, made into what is run: as the
 * front end does it, subgraphs are laid out flat, reroutes, notes and shared
 * values fall away, what leads through a bypassed node goes on, and muted ones
 * are left out.
 */
final class UiFormat {

	/** NB: subgraphs in one another may become any number. */
	private static final int MOST_NODES = 100_000;

	/** Subgraphs in one another, and links through reroutes. */
	private static final int DEEPEST = 500;

	private final Map<String, UiGraph> subgraphs = new HashMap<>();

	private final Map<String, Node> nodes = new LinkedHashMap<>();

	/** Nodes that lack what a muted one would give, and which. */
	private final Map<String, UiNode> cut = new LinkedHashMap<>();

	/** The last muted node that a link came from. */
	private UiNode muted;

	private UiFormat() {}

	/** Whether an object is one of these. */
	static boolean is(final JsonObject json) {
		return json.get("nodes") instanceof JsonArray;
	}

	/** Reads one. */
	static Graph read(final JsonObject json) {
		final UiFormat reading = new UiFormat();
		if (json.get("definitions") instanceof JsonObject all) {
			UiNode.objects(all, "subgraphs").forEach(s -> reading.subgraphs.put(UiNode
				.text(s, "id"), UiGraph.of(s)));
		}
		reading.add(new Scope("", UiGraph.of(json), null, null, Map.of()), 0);
		return reading.withoutMuted();
	}

	/**
	 * A graph where it is used.
	 *
	 * @param prefix of its nodes' ids
	 * @param around where it is a subgraph; null of the whole
	 * @param as the node that stands for it there; null of the whole
	 * @param values that this node gives to widgets in it, by node and name
	 */
	private record Scope(String prefix, UiGraph graph, Scope around, UiNode as,
			Map<String, Value> values) {

		Scope in(final UiNode node, final UiGraph subgraph) {
			return new Scope(prefix + node.id() + ":", subgraph, this, node, promoted(
				node));
		}

		private static Map<String, Value> promoted(final UiNode node) {
			final Map<String, Value> values = new HashMap<>();
			final List<String> keys = node.proxies().isEmpty() ? node.inputs()
				.stream().filter(UiNode.Slot::widget).map(s -> "-1." + s.name())
				.toList() : node.proxies().stream().map(p -> p[0] + "." + p[1])
					.toList();
			if (node.values() instanceof JsonArray list) {
				for (int i = 0; i < Math.min(keys.size(), list.size()); i++) {
					if (!list.get(i).isJsonNull()) {
						values.put(keys.get(i), ApiFormat.plain(list.get(i)));
					}
				}
			}
			return values;
		}
	}

	private void add(final Scope scope, final int depth) {
		requireEnd(depth);
		for (final UiNode node : scope.graph.nodes().values()) {
			if (node.isNote() || node.isReroute() || node.isPrimitive() || node
				.isMuted() || node.isBypassed())
			{
				continue;
			}
			final UiGraph subgraph = subgraphs.get(node.type());
			if (subgraph != null) {
				add(scope.in(node, subgraph), depth + 1);
			}
			else if (nodes.size() < MOST_NODES) {
				final Node made = node(scope, node);
				nodes.put(made.id(), made);
			}
			else {
				throw new IllegalArgumentException("it has more than " + MOST_NODES +
					" nodes");
			}
		}
	}

	private static void requireEnd(final int depth) {
		if (depth > DEEPEST) {
			throw new IllegalArgumentException(
				"its subgraphs or reroutes lead back to themselves");
		}
	}

	private Node node(final Scope scope, final UiNode node) {
		final String id = scope.prefix + node.id();
		final Map<String, Value> inputs = Widgets.of(node);
		final String own = node.id() + ".";
		scope.values.forEach((key, value) -> {
			if (key.startsWith(own)) {
				inputs.put(key.substring(own.length()), value);
			}
		});
		final Optional<NodeType> type = NodeTypes.ALL.find(node.type());
		for (final UiNode.Slot slot : node.inputs()) {
			if (slot.link().isPresent()) {
				muted = null;
				final Optional<Value> value = source(scope, slot.link().get(), 0);
				value.ifPresent(v -> inputs.put(slot.name(), v));
				final boolean needed = type.flatMap(t -> t.input(slot.name())).filter(
					Input::required).isPresent() && !inputs.containsKey(slot.name());
				if (muted != null && needed) {
					cut.put(id, muted);
				}
			}
		}
		return new Node(id, node.type(), node.title().isEmpty() ? type.map(
			NodeType::title).orElse("") : node.title(), inputs);
	}

	/** What comes along a link in the end. */
	private Optional<Value> source(final Scope scope, final String number,
		final int depth)
	{
		requireEnd(depth);
		final UiGraph.Link link = number == null ? null : scope.graph.links().get(
			number);
		if (link == null) {
			return Optional.empty();
		}
		if (link.from().equals(UiGraph.INPUTS) && scope.around != null) {
			return outer(scope, link.slot(), depth);
		}
		final UiNode node = scope.graph.nodes().get(link.from());
		if (node == null) {
			return Optional.of(new Value.Link(scope.prefix + link.from(), link
				.slot()));
		}
		if (node.isMuted()) {
			muted = node;
			return Optional.empty();
		}
		if (node.isPrimitive()) {
			return node.values() instanceof JsonArray list && !list.isEmpty()
				? Optional.of(ApiFormat.plain(list.get(0))) : Optional.empty();
		}
		if (node.isReroute() || node.isBypassed()) {
			return (node.isReroute() ? node.inputs().stream().findFirst() : node
				.bypass(link.slot())).flatMap(UiNode.Slot::link).flatMap(l -> source(
					scope, l, depth + 1));
		}
		final UiGraph subgraph = subgraphs.get(node.type());
		return subgraph == null ? Optional.of(new Value.Link(scope.prefix + node
			.id(), link.slot())) : source(scope.in(node, subgraph), subgraph.toOutput(
				link.slot()), depth + 1);
	}

	/** What the node that stands for a subgraph is given. */
	private Optional<Value> outer(final Scope scope, final int slot,
		final int depth)
	{
		final List<String> names = scope.graph.inputs();
		final String name = slot < names.size() ? names.get(slot) : "";
		return scope.as.inputs().stream().filter(i -> i.name().equals(name))
			.findFirst().flatMap(UiNode.Slot::link).flatMap(l -> source(scope.around,
				l, depth + 1)).or(() -> Optional.ofNullable(scope.values.get("-1." +
					name)));
	}

	/**
	 * NB: as in ComfyUI, images that need a muted node are left out, and others
	 * are made.
	 */
	private Graph withoutMuted() {
		final Graph all = new Graph(nodes, List.of());
		final List<String> notes = new ArrayList<>();
		final Set<String> left = new LinkedHashSet<>();
		int shown = 0;
		for (final Node node : nodes.values()) {
			if (NodeTypes.ALL.find(node.type()).filter(NodeType::shows).isPresent()) {
				shown++;
				all.above(node.id()).stream().filter(n -> cut.containsKey(n.id()))
					.findFirst().ifPresent(n -> {
						left.add(node.id());
						notes.add(node.name() + " is left out, since it needs node " + cut
							.get(n.id()).id() + " (" + cut.get(n.id()).type() +
							"), which is muted");
					});
			}
		}
		if (left.isEmpty() || left.size() == shown) {
			return all;
		}
		final Map<String, Node> kept = new LinkedHashMap<>(nodes);
		kept.keySet().removeAll(left);
		return new Graph(kept, notes);
	}
}
