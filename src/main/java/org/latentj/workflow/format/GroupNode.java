
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.node.NodeType;

/**
 * What stands for several nodes: their inputs and widgets that nothing in it
 * leads to, and their outputs that lead to nothing in it.
 */
final class GroupNode {

	/**
	 * An input.
	 *
	 * @param widget if it is one
	 */
	private record In(String name, String kind, Optional<Widgets.Place> widget) {
	}

	private final String called;

	private final GroupNodes groups;

	private final JsonObject json;

	private final List<UiNode> nodes = new ArrayList<>();

	private final GroupWires wires;

	private final List<In> inputs = new ArrayList<>();

	private final List<String> outputs = new ArrayList<>();

	private final Map<String, Integer> seen = new HashMap<>();

	private final Map<String, UiGraph.Link> links = new LinkedHashMap<>();

	/** The links of the nodes' inputs. */
	private final List<Map<String, String>> given = new ArrayList<>();

	private final UiGraph graph;

	private GroupNode(final JsonObject json, final GroupNodes groups,
		final String name, final List<Problem> problems)
	{
		called = name;
		this.json = json;
		this.groups = groups;
		final JsonArray all = json.getAsJsonArray("nodes");
		for (int i = 0; i < all.size(); i++) {
			final JsonElement one = all.get(i).deepCopy();
			if (one instanceof JsonObject node) {
				node.addProperty("id", i);
			}
			UiNode.of(one, i + 1, problems).ifPresent(nodes::add);
			given.add(new LinkedHashMap<>());
		}
		wires = GroupWires.of(name, json, nodes.size(), problems);
		if (nodes.size() == all.size()) {
			final List<Runnable> converted = new ArrayList<>();
			nodes.forEach(n -> converted.add(process(n)));
			converted.forEach(Runnable::run);
		}
		graph = made();
	}

	/** @param problems gets what is wrong */
	static GroupNode of(final String name, final JsonObject json,
		final GroupNodes groups, final List<Problem> problems)
	{
		return new GroupNode(json, groups, name, problems);
	}

	/** It as a subgraph. */
	UiGraph graph() {
		return graph;
	}

	private UiGraph made() {
		final Map<String, UiNode> byId = new LinkedHashMap<>();
		for (int i = 0; i < nodes.size(); i++) {
			final UiNode node = nodes.get(i);
			final Map<String, String> to = given.get(i);
			final List<UiNode.Slot> slots = new ArrayList<>();
			ins(i).forEach(d -> slots.add(new UiNode.Slot(d.name, d.kind, Optional
				.ofNullable(to.get(d.name)), d.widget.isPresent())));
			to.forEach((name, link) -> {
				if (slots.stream().noneMatch(s -> s.name().equals(name))) {
					slots.add(new UiNode.Slot(name, "*", Optional.of(link), false));
				}
			});
			byId.put(node.id(), node.with(slots));
		}
		return new UiGraph(byId, links, inputs.stream().map(In::name).toList(),
			nodes.stream().allMatch(this::isKnown) ? inputs.stream().flatMap(
				i -> i.widget.stream()).toList() : List.of());
	}

	/** Inputs of a node that the front end knows as a type of its own. */
	private List<In> ins(final int node) {
		final UiNode of = nodes.get(node);
		final Optional<NodeType> type = NodeTypes.ALL.find(of.type());
		if (type.isPresent()) {
			final Map<String, Widgets.Place> places = new HashMap<>();
			Widgets.places(type.get()).forEach(p -> places.put(p.name(), p));
			final Widgets told = Widgets.read(Widgets.places(type.get()), of);
			return type.get().inputs().stream().filter(i -> !told.lacks(i.name()))
				.map(i -> new In(i.name(), i.kind().name(), Optional.ofNullable(places
					.get(i.name())))).toList();
		}
		if (of.isPrimitive()) {
			return wires.from(node, 0).isEmpty() ? List.of() : List.of(new In("value",
				kind(node), Optional.of(new Widgets.Place("value", Optional.empty(),
					false, true, false, false))));
		}
		if (of.isReroute()) {
			return wires.leadsInside(node) ? List.of() : List.of(new In(kind(node),
				kind(node), Optional.empty()));
		}
		return groups.ofType(of.type()).map(g -> g.inputs).orElse(List.of());
	}

	/** NB: of others nobody can say which of their inputs are widgets. */
	private boolean isKnown(final UiNode node) {
		return NodeTypes.ALL.find(node.type()).isPresent() || node.isPrimitive() ||
			node.isReroute() || node.isNote() || groups.ofType(node.type())
				.isPresent();
	}

	private List<String> outs(final int node) {
		final UiNode of = nodes.get(node);
		final Optional<NodeType> type = NodeTypes.ALL.find(of.type());
		if (type.isPresent()) {
			return type.get().outputs().stream().map(o -> o.kind().name()).toList();
		}
		if (of.isPrimitive() || of.isReroute()) {
			return ins(node).stream().map(In::kind).toList();
		}
		return groups.ofType(of.type()).map(g -> g.outputs).orElse(List.of());
	}

	/** What goes through a reroute or comes from a shared value. */
	private String kind(final int node) {
		for (final GroupWires.Wire wire : wires.from(node, 0)) {
			final List<UiNode.Slot> slots = nodes.get(wire.to()).inputs();
			final String kind = wire.toSlot() < slots.size() ? slots.get(wire
				.toSlot()).kind() : "*";
			if (!kind.equals("*") && !kind.isEmpty()) {
				return kind;
			}
		}
		return wires.to(node).stream().map(GroupWires.Wire::kind).findFirst()
			.orElse("*");
	}

	/** @return what is done when all nodes are processed */
	private Runnable process(final UiNode node) {
		final int at = Integer.parseInt(node.id());
		final List<In> all = ins(at);
		final List<String> own = node.inputs().stream().map(UiNode.Slot::name)
			.toList();
		// NB: the front end sorts these places as texts.
		final List<In> converted = all.stream().filter(i -> i.widget.isPresent() &&
			node.input(i.name).filter(UiNode.Slot::widget).isPresent()).sorted(
				Comparator.comparing(i -> Integer.toString(own.indexOf(i.name))))
			.toList();
		final List<In> slots = all.stream().filter(i -> i.widget.isEmpty())
			.toList();
		final List<String> names = new ArrayList<>();
		slots.forEach(i -> names.add(i.name));
		converted.forEach(i -> names.add(i.name));
		for (final GroupWires.Wire wire : wires.to(at)) {
			final String told = wire.toSlot() < own.size() ? own.get(wire.toSlot())
				: "";
			final boolean known = names.isEmpty() || names.contains(told);
			link(at, known ? told : wire.toSlot() < names.size() ? names.get(wire
				.toSlot()) : told, new UiGraph.Link(Integer.toString(wire.from()), wire
					.slot(), node.id(), wire.toSlot()));
		}
		all.stream().filter(i -> i.widget.isPresent() && !converted.contains(i))
			.forEach(i -> give(node, at, i));
		slots.forEach(i -> give(node, at, i));
		leave(node, at);
		return () -> converted.forEach(i -> give(node, at, i));
	}

	private void link(final int node, final String input,
		final UiGraph.Link link)
	{
		final String number = Integer.toString(1 + links.size());
		links.put(number, link);
		given.get(node).put(input, number);
	}

	/**
	 * Has an input of a node among those of the group, if nothing leads there.
	 */
	private void give(final UiNode node, final int at, final In input) {
		if (given.get(at).containsKey(input.name)) {
			return;
		}
		final JsonObject custom = custom(node, "input", input.name);
		final String name = name(node, at, input, custom);
		if (input.widget.isEmpty() && UiNode.text(custom, "visible").equals(
			"false"))
		{
			return;
		}
		link(at, input.name, new UiGraph.Link(UiGraph.INPUTS, inputs.size(), node
			.id(), 0));
		GroupNodes.requireFew(called, inputs.size());
		inputs.add(new In(name, input.kind, input.widget.map(w -> w.called(name))));
	}

	/** What the front end calls an input: no two have one name. */
	private String name(final UiNode node, final int at, final In input,
		final JsonObject custom)
	{
		String name = !UiNode.text(custom, "name").isEmpty() ? UiNode.text(custom,
			"name") : label(at, input.name);
		String key = name;
		if (node.isPrimitive() && !node.title().isEmpty() || seen.containsKey(
			name))
		{
			final String prefix = (node.title().isEmpty() ? node.type() : node
				.title()) + " ";
			key = prefix + input.name;
			name = seen.containsKey(key) ? prefix + seen.get(key) + " " + input.name
				: key;
		}
		seen.merge(key, 2, (old, two) -> old + 1);
		return name;
	}

	private String label(final int at, final String input) {
		return UiNode.objects(json.getAsJsonArray("nodes").get(at)
			.getAsJsonObject(), "inputs").stream().filter(i -> UiNode.text(i, "name")
				.equals(input) && !UiNode.text(i, "label").isEmpty()).map(i -> UiNode
					.text(i, "label")).findFirst().orElse(input);
	}

	/** What a user has said of an input or an output. */
	private JsonObject custom(final UiNode node, final String list,
		final String name)
	{
		return json.get("config") instanceof JsonObject all && all.get(node
			.id()) instanceof JsonObject one && one.get(
				list) instanceof JsonObject of && of.get(
					name) instanceof JsonObject custom ? custom : new JsonObject();
	}

	private void leave(final UiNode node, final int at) {
		final List<String> kinds = outs(at);
		for (int slot = 0; slot < kinds.size(); slot++) {
			final String visible = UiNode.text(custom(node, "output", Integer
				.toString(slot)), "visible");
			final boolean inner = !wires.from(at, slot).isEmpty() && !wires.leaves(at,
				slot);
			if (visible.isEmpty() ? !inner : visible.equals("true")) {
				links.put("out " + outputs.size(), new UiGraph.Link(node.id(), slot,
					UiGraph.OUTPUTS, outputs.size()));
				GroupNodes.requireFew(called, outputs.size());
				outputs.add(kinds.get(slot));
			}
		}
	}
}
