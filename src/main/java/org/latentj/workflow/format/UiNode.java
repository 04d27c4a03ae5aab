
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.Value;

/**
 * A node as ComfyUI's front end draws it.
 *
 * @param id its number
 * @param type what it is; of a subgraph that one's id
 * @param title what its user calls it; empty if nothing
 * @param alias what prefixes of files call it; empty if nothing
 * @param mode 0 = runs, 2 = muted, 4 = bypassed
 * @param inputs in their order
 * @param outputs kinds of its outputs
 * @param values of its widgets: a list in their order, or an object by name
 * @param proxies of a subgraph: whose widgets it shows, node and name
 */
record UiNode(String id, String type, String title, String alias, int mode,
		List<Slot> inputs, List<String> outputs, JsonElement values,
		List<String[]> proxies) {

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

	/**
	 * Reads one.
	 *
	 * @param place in its list, from 1
	 * @param problems gets what is wrong
	 */
	static Optional<UiNode> of(final JsonElement json, final int place,
		final List<Problem> problems)
	{
		if (!(json instanceof JsonObject node) || text(node, "id").isEmpty() ||
			text(node, "type").isEmpty())
		{
			problems.add(new Problem("node no. " + place + " of 'nodes'",
				"it has no 'id' or no 'type': " + excerpt(json)));
			return Optional.empty();
		}
		final String name = name(text(node, "id"), text(node, "type"), text(node,
			"title"));
		final int mode = mode(node.get("mode"), name, problems);
		return Optional.of(new UiNode(text(node, "id"), text(node, "type"), text(
			node, "title"), alias(node), mode, slots(node, name, problems), objects(
				node, "outputs", name, problems).stream().map(o -> text(o, "type"))
				.toList(), node.get("widgets_values"), proxies(node)));
	}

	private static int mode(final JsonElement json, final String name,
		final List<Problem> problems)
	{
		final String mode = json == null || json.isJsonNull() ? "0" : text(json);
		if (!mode.matches("[0-4]")) {
			problems.add(new Problem(name, "its 'mode' is " + excerpt(json) +
				"; 0 runs, " + MUTED + " is muted, " + BYPASSED + " is bypassed"));
			return 0;
		}
		return Integer.parseInt(mode);
	}

	private static List<Slot> slots(final JsonObject node, final String name,
		final List<Problem> problems)
	{
		final List<Slot> slots = new ArrayList<>();
		for (final JsonObject input : objects(node, "inputs", name, problems)) {
			final JsonElement link = input.get("link");
			if (link != null && !link.isJsonNull() && !text(link).matches(
				"-?[0-9]{1,18}"))
			{
				problems.add(new Problem(name, "the link of its input '" + text(input,
					"name") + "' is " + excerpt(link) + ", not the number of one"));
			}
			slots.add(new Slot(text(input, "name"), text(input, "type"), Optional.of(
				text(link)).filter(l -> !l.isEmpty()), input.has("widget")));
		}
		return slots;
	}

	private static String alias(final JsonObject node) {
		return node.get("properties") instanceof JsonObject facts ? text(facts,
			"Node name for S&R") : "";
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
		return objects(in, name, "", new ArrayList<>());
	}

	/** The same; what is none is a problem. */
	private static List<JsonObject> objects(final JsonObject in,
		final String list, final String name, final List<Problem> problems)
	{
		final List<JsonObject> all = new ArrayList<>();
		final JsonElement json = in.get(list);
		if (json instanceof JsonArray elements) {
			for (final JsonElement element : elements) {
				if (element instanceof JsonObject object) {
					all.add(object);
				}
				else {
					problems.add(new Problem(name, "one of its '" + list + "' is " +
						excerpt(element) + ", not an object"));
				}
			}
		}
		else if (json != null && !json.isJsonNull()) {
			problems.add(new Problem(name, "its '" + list + "' are " + excerpt(json) +
				", not a list"));
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

	/** The beginning of some JSON. */
	static String excerpt(final JsonElement json) {
		return new Value.Other(String.valueOf(json)).toString();
	}

	private static String name(final String id, final String type,
		final String title)
	{
		return "node " + id + " (" + type + (title.isEmpty() || title.equals(type)
			? "" : ", '" + title + "'") + ")";
	}

	/** As messages name it, with what its id begins with where it is used. */
	String name(final String prefix) {
		return name(prefix + id, type, title);
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

	/** The input of a name. */
	Optional<Slot> input(final String called) {
		return inputs.stream().filter(i -> i.name().equals(called)).findFirst();
	}

	/** The same with other inputs. */
	UiNode with(final List<Slot> others) {
		return new UiNode(id, type, title, alias, mode, others, outputs, values,
			proxies);
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
