
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.NodeType;

/**
 * ComfyUI's format of what its front end draws, made into what is run: as the
 * front end does it, subgraphs and group nodes are laid out flat, reroutes,
 * notes and shared values fall away, what leads through a bypassed node goes
 * on, and muted ones are left out.
 */
final class UiFormat {

	/** NB: subgraphs in one another may become any number. */
	private static final int MOST_NODES = 100_000;

	private final Map<String, UiGraph> subgraphs = new LinkedHashMap<>();

	private final Map<String, Node> nodes = new LinkedHashMap<>();

	/** Nodes that lack what a user has taken away, and what. */
	private final Map<String, String> cut = new LinkedHashMap<>();

	/** Ids of nodes by other names that prefixes of files have for them. */
	private final Map<String, String> aliases = new LinkedHashMap<>();

	/** Muted nodes that would give images. */
	private final List<String> silent = new ArrayList<>();

	/** How many subgraphs were laid out. NB: they may hold others alone. */
	private int scopes;

	private final Set<String> notes = new LinkedHashSet<>();

	private final Set<Problem> problems = new LinkedHashSet<>();

	private UiFormat() {}

	/** Whether an object is one of these. */
	static boolean is(final JsonObject json) {
		return json.get("nodes") instanceof JsonArray;
	}

	/** Reads one. */
	static Graph read(final JsonObject json) {
		final UiFormat reading = new UiFormat();
		final List<Problem> found = new ArrayList<>();
		name(json);
		if (json.get("definitions") instanceof JsonObject all) {
			UiNode.objects(all, "subgraphs").forEach(s -> reading.subgraphs.put(UiNode
				.text(s, "id"), UiGraph.of(s, found)));
		}
		reading.subgraphs.putAll(GroupNodes.of(json, found));
		final UiGraph whole = UiGraph.of(json, found);
		reading.problems.addAll(found);
		reading.add(UiScope.whole(reading.subgraphs, whole), 0);
		reading.nodes.replaceAll((id, node) -> reading.named(node));
		return reading.withoutMuted();
	}

	/**
	 * NB: a subgraph's node has its name for its title, unless a user gave one.
	 */
	private static void name(final JsonObject json) {
		final JsonObject all = json.get(
			"definitions") instanceof JsonObject definitions ? definitions
				: new JsonObject();
		final Map<String, String> names = new LinkedHashMap<>();
		final List<JsonObject> graphs = UiNode.objects(all, "subgraphs");
		graphs.forEach(s -> names.put(UiNode.text(s, "id"), UiNode.text(s,
			"name")));
		Stream.concat(Stream.of(json), graphs.stream()).flatMap(g -> UiNode.objects(
			g, "nodes").stream()).filter(n -> names.containsKey(UiNode.text(n,
				"type")) && UiNode.text(n, "title").isEmpty()).forEach(n -> n
					.addProperty("title", names.get(UiNode.text(n, "type"))));
	}

	private void add(final UiScope scope, final int depth) {
		UiScope.requireEnd(depth);
		if (++scopes > MOST_NODES) {
			throw new IllegalArgumentException("it has more than " + MOST_NODES +
				" subgraphs in one another");
		}
		for (final UiNode node : scope.graph().nodes().values()) {
			if (node.isMuted() && NodeTypes.ALL.shows(node.type())) {
				silent.add(node.name(scope.prefix()));
			}
			if (node.isNote() || node.isReroute() || node.isPrimitive() || node
				.isMuted() || node.isBypassed())
			{
				continue;
			}
			final UiGraph subgraph = subgraphs.get(node.type());
			if (subgraph != null) {
				Widgets.read(subgraph.widgets(), node).faults().stream().filter(
					f -> !subgraph.widgets().isEmpty()).forEach(f -> problems.add(
						new Problem(node.name(scope.prefix()), f)));
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

	private Node node(final UiScope scope, final UiNode node) {
		final Optional<NodeType> type = NodeTypes.ALL.find(node.type());
		final Optional<Widgets> widgets = type.map(t -> Widgets.read(Widgets.places(
			t), node));
		final Map<String, Value> inputs = new LinkedHashMap<>();
		widgets.ifPresent(w -> inputs.putAll(w.named()));
		final String own = node.id() + ".";
		scope.values().forEach((key, value) -> {
			if (key.startsWith(own)) {
				inputs.put(key.substring(own.length()), value);
			}
		});
		final String id = scope.prefix() + node.id();
		if (!node.alias().equals(node.type())) {
			aliases.putIfAbsent(node.alias(), id);
		}
		final Map<String, String> lacking = new LinkedHashMap<>();
		widgets.ifPresent(w -> lacking.putAll(w.lacking()));
		for (final UiNode.Slot slot : node.inputs()) {
			if (slot.link().isPresent()) {
				final UiScope.Source source = scope.source(slot.link().get());
				source.value().ifPresent(v -> inputs.put(slot.name(), v));
				final boolean needed = type.flatMap(t -> t.input(slot.name())).filter(
					Input::required).isPresent() && !inputs.containsKey(slot.name());
				if (needed) {
					lacking.put(slot.name(), source.lacking());
				}
				if (needed && source.meant()) {
					cut.put(id, "'" + slot.name() + "': " + source.lacking());
				}
			}
		}
		final Node made = new Node(id, node.type(), node.title().isEmpty() ? type
			.map(NodeType::title).orElse("") : node.title(), inputs, lacking, faults(
				node, widgets));
		widgets.ifPresent(w -> w.notes().forEach(n -> notes.add(made.name() + ": " +
			n)));
		return made;
	}

	/** Names nodes by their ids where a prefix has another name for them. */
	private Node named(final Node node) {
		Node changed = node;
		for (final Map.Entry<String, Value> e : node.inputs().entrySet()) {
			final boolean prefix = NodeTypes.ALL.find(node.type()).flatMap(t -> t
				.input(e.getKey())).flatMap(Input::widget).filter(
					Input.Prefix.class::isInstance).isPresent();
			if (prefix && e.getValue() instanceof Value.Text text) {
				String path = text.text();
				for (final Map.Entry<String, String> alias : aliases.entrySet()) {
					path = path.replace("%" + alias.getKey() + ".", "%" + alias
						.getValue() + ".");
				}
				changed = changed.with(e.getKey(), Value.of(path));
			}
		}
		return changed;
	}

	private static List<String> faults(final UiNode node,
		final Optional<Widgets> widgets)
	{
		return GroupNodes.is(node.type()) ? List.of(
			"the file does not tell what is in this group node: " +
				"'extra', 'groupNodes' lacks it") : widgets.map(Widgets::faults).orElse(
					List.of());
	}

	/**
	 * NB: as in ComfyUI, images that need a muted node are left out, and others
	 * are made.
	 */
	private Graph withoutMuted() {
		final Graph all = Graph.of(nodes.values());
		final Map<String, Node> kept = new LinkedHashMap<>(nodes);
		final List<String> said = new ArrayList<>(notes);
		int shown = 0;
		for (final Node node : nodes.values()) {
			if (NodeTypes.ALL.shows(node.type())) {
				shown++;
				all.above(node.id()).stream().filter(n -> cut.containsKey(n.id()))
					.findFirst().ifPresent(n -> {
						kept.remove(node.id());
						said.add(node.name() + " is left out: " + (n.equals(node) ? "it"
							: "it needs " + n.name() + ", which") + " lacks " + cut.get(n
								.id()));
					});
			}
		}
		if (shown == 0) {
			silent.forEach(name -> problems.add(new Problem(name,
				"it is muted, and no other node gives images")));
		}
		final int left = nodes.size() - kept.size();
		return left == shown ? Graph.of(nodes.values(), List.copyOf(notes), List
			.copyOf(problems)) : Graph.of(kept.values(), said, List.copyOf(problems));
	}
}
