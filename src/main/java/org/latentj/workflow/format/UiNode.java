
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node as ComfyUI's front end draws it.
 *
 * @param id its number
 * @param type what it is; of a subgraph that one's id
 * @param title what its user calls it; empty if nothing
 * @param mode 0 = runs, 2 = muted, 4 = bypassed
 * @param inputs in their order
 * @param outputs kinds of its outputs
 * @param values of its widgets: a list in their order, or an object by name
 * @param proxies of a subgraph: whose widgets it shows, node and name
 */
record UiNode(String id, String type, String title, int mode, List<Slot> inputs,
		List<String> outputs, JsonElement values, List<String[]> proxies) {

	private static final int MUTED = 2;

	private static final int BYPASSED = 4;

	/**
	 * An input.
	 *
	 * @param link number of what leads to it; empty if nothing does
	 * @param widget whether it is a widget, too
	 */
	record Slot(String name, String kind, Optional<String> link, boolean widget) {
	}

	static UiNode of(final JsonElement json) {
		if (!(json instanceof JsonObject node) || !node.has("id") || !node.has(
			"type"))
		{
			throw new IllegalArgumentException(
				"one of its 'nodes' has no 'id' or no 'type'");
		}
		final List<Slot> inputs = new ArrayList<>();
		objects(node, "inputs").forEach(i -> inputs.add(new Slot(text(i, "name"),
			text(i, "type"), Optional.of(text(i, "link")).filter(l -> !l.isEmpty()), i
				.has("widget"))));
		return new UiNode(text(node, "id"), text(node, "type"), text(node, "title"),
			text(node, "mode").matches("[0-9]") ? Integer.parseInt(text(node, "mode"))
				: 0, inputs, objects(node, "outputs").stream().map(o -> text(o, "type"))
					.toList(), node.get("widgets_values"), proxies(node));
	}

	private static List<String[]> proxies(final JsonObject node) {
		final List<String[]> all = new ArrayList<>();
		if (node.get("properties") instanceof JsonObject facts && facts.get(
			"proxyWidgets") instanceof JsonArray pairs)
		{
			for (final JsonElement pair : pairs) {
				if (pair instanceof JsonArray p && p.size() >= 2) {
					all.add(new String[] { text(p.get(0)), text(p.get(1)) });
				}
			}
		}
		return all;
	}

	/** The objects in a list; none if it is missing. */
	static List<JsonObject> objects(final JsonObject in, final String name) {
		final List<JsonObject> all = new ArrayList<>();
		if (in.get(name) instanceof JsonArray list) {
			list.forEach(e -> {
				if (e instanceof JsonObject o) {
					all.add(o);
				}
			});
		}
		return all;
	}

	/** A text or a number; empty if it is missing. */
	static String text(final JsonObject in, final String name) {
		return text(in.get(name));
	}

	static String text(final JsonElement json) {
		return json instanceof JsonPrimitive value ? value.getAsString() : "";
	}

	boolean isMuted() {
		return mode == MUTED;
	}

	boolean isBypassed() {
		return mode == BYPASSED;
	}

	/** Whether it says something to people only. */
	boolean isNote() {
		return type.equals("Note") || type.equals("MarkdownNote");
	}

	boolean isReroute() {
		return type.equals("Reroute");
	}

	/** Whether it is a value that several nodes share. */
	boolean isPrimitive() {
		return type.equals("PrimitiveNode");
	}

	/**
	 * The input whose value a bypassed node hands on: the one of the same place,
	 * if it is of that kind, else the first of that kind.
	 */
	Optional<Slot> bypass(final int output) {
		if (output >= outputs.size()) {
			return Optional.empty();
		}
		final String kind = outputs.get(output);
		if (output < inputs.size() && inputs.get(output).kind().equals(kind)) {
			return Optional.of(inputs.get(output));
		}
		return inputs.stream().filter(i -> i.kind().equals(kind)).findFirst();
	}
}
