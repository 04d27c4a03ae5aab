
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.DrawnText;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.NodeType;

/**
 * Writes a graph as ComfyUI's front end draws it, version 0.4 of the format:
 * nodes with places and sizes, the values of their widgets in the order of the
 * type's inputs, and numbered links. Nodes of unknown types are not drawn.
 */
final class UiWriter {

	private static final double VERSION = 0.4;

	private final Map<String, Node> nodes = new LinkedHashMap<>();

	/** What stands for a node's id, which may be any text. */
	private final Map<String, Integer> numbers = new LinkedHashMap<>();

	private final JsonArray links = new JsonArray();

	/** Numbers of the links that leave an output. */
	private final Map<Value.Link, JsonArray> leaving = new LinkedHashMap<>();

	private final JsonObject extra;

	private UiWriter(final Graph graph) {
		extra = WorkflowText.extra(graph);
		graph.nodes().values().stream().filter(n -> NodeTypes.ALL.find(n.type())
			.isPresent()).forEach(n -> nodes.put(n.id(), n));
		final boolean plain = nodes.keySet().stream().allMatch(id -> id.matches(
			"[1-9][0-9]{0,5}"));
		nodes.keySet().forEach(id -> numbers.put(id, plain ? Integer.valueOf(id)
			: numbers.size() + 1));
	}

	/**
	 * Draws a graph.
	 *
	 * @param notes sentences for who opens it, in a node of their own
	 */
	static JsonObject write(final Graph graph, final List<String> notes) {
		return new UiWriter(graph).drawn(notes);
	}

	private static NodeType type(final Node node) {
		return NodeTypes.ALL.find(node.type()).orElseThrow();
	}

	private JsonObject drawn(final List<String> notes) {
		final Map<String, JsonArray> inputs = new LinkedHashMap<>();
		nodes.forEach((id, node) -> inputs.put(id, inputs(node)));
		final UiLayout layout = UiLayout.of(nodes);
		final JsonArray all = new JsonArray();
		int order = 0;
		for (final Node node : nodes.values()) {
			final JsonObject one = node(numbers.get(node.id()), node.type(), layout
				.places().get(node.id()), order++);
			if (!node.title().equals(node.type())) {
				one.addProperty("title", node.title());
			}
			one.add("inputs", inputs.get(node.id()));
			one.add("outputs", outputs(node));
			final JsonObject facts = new JsonObject();
			facts.addProperty("Node name for S&R", node.type());
			one.add("properties", facts);
			one.add("widgets_values", values(node));
			all.add(one);
		}
		final int last = numbers.values().stream().max(Integer::compare).orElse(0);
		if (!notes.isEmpty()) {
			all.add(note(last + 1, order, String.join("\n\n", notes)));
		}
		final JsonObject json = new JsonObject();
		json.addProperty("last_node_id", last + (notes.isEmpty() ? 0 : 1));
		json.addProperty("last_link_id", links.size());
		json.add("nodes", all);
		json.add("links", links);
		json.add("groups", new JsonArray());
		json.add("config", new JsonObject());
		json.add("extra", extra);
		json.addProperty("version", VERSION);
		return json;
	}

	private static JsonObject node(final int number, final String type,
		final UiLayout.Place place, final int order)
	{
		final JsonObject json = new JsonObject();
		json.addProperty("id", number);
		json.addProperty("type", type);
		json.add("pos", pair(place.x(), place.y()));
		json.add("size", pair(place.width(), place.height()));
		json.add("flags", new JsonObject());
		json.addProperty("order", order);
		json.addProperty("mode", 0);
		return json;
	}

	private static JsonObject note(final int number, final int order,
		final String text)
	{
		final JsonObject json = node(number, "Note", UiLayout.note(text), order);
		json.add("inputs", new JsonArray());
		json.add("outputs", new JsonArray());
		json.add("properties", new JsonObject());
		final JsonArray values = new JsonArray();
		values.add(text);
		json.add("widgets_values", values);
		return json;
	}

	private static JsonArray pair(final int first, final int second) {
		final JsonArray pair = new JsonArray();
		pair.add(first);
		pair.add(second);
		return pair;
	}

	/** Those that are links, in the type's order; numbers the links. */
	private JsonArray inputs(final Node node) {
		final JsonArray slots = new JsonArray();
		for (final Input input : type(node).inputs()) {
			final boolean linked = node.inputs().get(input
				.name()) instanceof Value.Link from && nodes.containsKey(from.node());
			if (!linked && input.widget().isPresent()) {
				continue;
			}
			final JsonObject slot = new JsonObject();
			slot.addProperty("name", input.name());
			slot.addProperty("type", input.kind().name());
			slot.add("link", JsonNull.INSTANCE);
			if (input.widget().isPresent()) {
				final JsonObject widget = new JsonObject();
				widget.addProperty("name", input.name());
				slot.add("widget", widget);
			}
			if (linked) {
				slot.addProperty("link", link((Value.Link) node.inputs().get(input
					.name()), numbers.get(node.id()), slots.size(), input));
			}
			slots.add(slot);
		}
		return slots;
	}

	private int link(final Value.Link from, final int to, final int place,
		final Input input)
	{
		final int number = links.size() + 1;
		final JsonArray link = new JsonArray();
		link.add(number);
		link.add(numbers.get(from.node()));
		link.add(from.slot());
		link.add(to);
		link.add(place);
		link.add(input.kind().name());
		links.add(link);
		leaving.computeIfAbsent(from, f -> new JsonArray()).add(number);
		return number;
	}

	private JsonArray outputs(final Node node) {
		final JsonArray slots = new JsonArray();
		for (final NodeType.Output output : type(node).outputs()) {
			final JsonObject slot = new JsonObject();
			slot.addProperty("name", output.name());
			slot.addProperty("type", output.kind().name());
			slot.add("links", leaving.getOrDefault(new Value.Link(node.id(), slots
				.size()), new JsonArray()));
			slot.addProperty("slot_index", slots.size());
			slots.add(slot);
		}
		return slots;
	}

	/**
	 * NB: behind a seed stands a rule of what comes next, behind all values of a
	 * node with a picture its button.
	 */
	private static JsonArray values(final Node node) {
		final JsonArray values = new JsonArray();
		boolean button = false;
		for (final Input input : type(node).inputs()) {
			if (input.widget().isPresent()) {
				final Input.Widget widget = input.widget().get();
				final Value given = node.inputs().get(input.name());
				final Value value = given == null || given instanceof Value.Link
					? widget.standard() : given;
				values.add(ApiFormat.json(widget instanceof Input.Words words && words
					.drawn() && value instanceof Value.Text text ? Value.of(DrawnText.of(
						text.text())) : value));
				if (widget instanceof Input.Whole w && w.seed()) {
					values.add("fixed");
				}
				button |= widget instanceof Input.Picture;
			}
		}
		if (button) {
			values.add("image");
		}
		return values;
	}
}
