
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.Value;

/**
 * ComfyUI's format of what it runs: an object of nodes by id, each with its
 * type and its inputs, of which a link is a list of a node's id and the number
 * of an output.
 */
final class ApiFormat {

	private static final String TYPE = "class_type";

	private static final String INPUTS = "inputs";

	private ApiFormat() {}

	/** Whether an object is one of these. */
	static boolean is(final JsonObject json) {
		return !json.keySet().isEmpty() && json.entrySet().stream().anyMatch(e -> e
			.getValue() instanceof JsonObject o && o.has(TYPE));
	}

	/** Reads one. */
	static Graph read(final JsonObject json) {
		final List<Node> nodes = new ArrayList<>();
		final List<Problem> problems = new ArrayList<>();
		json.entrySet().forEach(e -> {
			if (e.getValue() instanceof JsonObject node && node.get(
				TYPE) instanceof JsonPrimitive type && type.isString())
			{
				nodes.add(node(e.getKey(), type.getAsString(), node));
			}
			else {
				problems.add(new Problem("node " + e.getKey(),
					"it does not say what it is, since '" + TYPE + "' is missing: " +
						UiNode.excerpt(e.getValue())));
			}
		});
		return Graph.of(nodes, List.of(), problems);
	}

	private static Node node(final String id, final String type,
		final JsonObject node)
	{
		final JsonElement given = node.get(INPUTS);
		final Map<String, Value> inputs = new LinkedHashMap<>();
		if (given instanceof JsonObject all) {
			all.entrySet().forEach(e -> inputs.put(e.getKey(), value(e.getValue())));
		}
		return new Node(id, type, title(node), inputs, Map.of(), given == null ||
			given instanceof JsonObject ? List.of() : List.of("its '" + INPUTS +
				"' are " + UiNode.excerpt(given) + ", not an object"));
	}

	private static String title(final JsonObject node) {
		return node.get("_meta") instanceof JsonObject meta && meta.get(
			"title") instanceof JsonPrimitive title ? title.getAsString() : "";
	}

	/** What an input is given. */
	static Value value(final JsonElement json) {
		if (json instanceof JsonArray link && link.size() == 2 && link.get(
			0) instanceof JsonPrimitive node && link.get(
				1) instanceof JsonPrimitive slot && slot.isNumber() && isFinite(slot) &&
			isSlot(slot.getAsBigDecimal()))
		{
			return new Value.Link(node.getAsString(), slot.getAsInt());
		}
		return plain(json);
	}

	/** A value that is no link. */
	static Value plain(final JsonElement json) {
		if (json instanceof JsonPrimitive value && isFinite(value)) {
			return value.isString() ? Value.of(value.getAsString()) : value
				.isBoolean() ? new Value.Truth(value.getAsBoolean()) : new Value.Number(
					value.getAsBigDecimal());
		}
		return new Value.Other(json.toString());
	}

	private static boolean isFinite(final JsonPrimitive value) {
		return !value.isNumber() || !(value.getAsNumber() instanceof Double d) ||
			Double.isFinite(d);
	}

	private static boolean isSlot(final BigDecimal number) {
		return number.stripTrailingZeros().scale() <= 0 && number.abs().compareTo(
			BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
	}

	/** Writes a graph in this format. */
	static JsonObject write(final Graph graph) {
		final JsonObject json = new JsonObject();
		for (final Node node : graph.nodes().values()) {
			final JsonObject inputs = new JsonObject();
			node.inputs().forEach((name, value) -> inputs.add(name, json(value)));
			final JsonObject meta = new JsonObject();
			meta.addProperty("title", node.title());
			final JsonObject one = new JsonObject();
			one.add(INPUTS, inputs);
			one.addProperty(TYPE, node.type());
			one.add("_meta", meta);
			json.add(node.id(), one);
		}
		return json;
	}

	/** A value as it is written. */
	static JsonElement json(final Value value) {
		if (value instanceof Value.Link link) {
			final JsonArray pair = new JsonArray();
			pair.add(link.node());
			pair.add(link.slot());
			return pair;
		}
		if (value instanceof Value.Number number) {
			return new JsonPrimitive(number.number());
		}
		if (value instanceof Value.Truth truth) {
			return new JsonPrimitive(truth.truth());
		}
		return value instanceof Value.Text text ? new JsonPrimitive(text.text())
			: JsonText.parse(((Value.Other) value).json());
	}
}
