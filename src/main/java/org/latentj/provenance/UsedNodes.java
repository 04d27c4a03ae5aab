
package org.latentj.provenance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The nodes of a workflow that an image came through, as its record tells them:
 * in the setting {@code workflow}, as ComfyUI runs it, and by the id of the
 * node that gave the image in the call's input {@code node}.
 */
final class UsedNodes {

	private static final String UNKNOWN =
		", so that this text cannot say what its nodes did.";

	private UsedNodes() {}

	/**
	 * Sentences of what came of which nodes, and of what is not said; a record is
	 * anybody's, and what it does not tell is said, too.
	 */
	static String sentences(final Provenance record) {
		final String workflow = record.setting("workflow");
		if (workflow.isEmpty()) {
			return "The record holds no workflow" + UNKNOWN;
		}
		final Map<String, JsonObject> nodes;
		try {
			nodes = nodes(RecordPart.parse(workflow).json());
		}
		catch (final IllegalArgumentException e) {
			return "The workflow in the record cannot be read" + UNKNOWN;
		}
		final String last = record.call().map(c -> c.inputs().getOrDefault("node",
			"")).orElse("");
		return (nodes.containsKey(last)
			? "From its last step back to the first, the image came through the nodes " +
				types(nodes, above(nodes, last)) + "." : "The workflow has the nodes " +
					types(nodes, nodes.keySet()) +
					"; the record does not tell which of them the image came through.") +
			" Prompt, seed and sampling told here are of the sampler nearest to the " +
			"last step; what all other nodes were set to, this text does not say: " +
			"the workflow in the record does.";
	}

	/** By id; what is no node is passed over. */
	private static Map<String, JsonObject> nodes(final JsonObject workflow) {
		// NB: with settings of its own it is as programs send it to ComfyUI.
		final JsonObject all = workflow.get("prompt") instanceof JsonObject sent &&
			!sent.has("class_type") ? sent : workflow;
		final Map<String, JsonObject> nodes = new LinkedHashMap<>();
		all.entrySet().forEach(e -> {
			if (e.getValue() instanceof JsonObject node && !type(node).isEmpty()) {
				nodes.put(e.getKey(), node);
			}
		});
		if (nodes.isEmpty()) {
			throw new IllegalArgumentException("it has no nodes");
		}
		return nodes;
	}

	private static String type(final JsonObject node) {
		return node.get("class_type") instanceof JsonPrimitive type ? type
			.getAsString() : "";
	}

	/** A node and all that it depends on, the nearest first. */
	private static Set<String> above(final Map<String, JsonObject> nodes,
		final String last)
	{
		final Set<String> seen = new LinkedHashSet<>();
		final Deque<String> open = new ArrayDeque<>();
		open.add(last);
		while (!open.isEmpty()) {
			final String id = open.remove();
			if (nodes.containsKey(id) && seen.add(id) && nodes.get(id).get(
				"inputs") instanceof JsonObject inputs)
			{
				inputs.asMap().values().forEach(v -> link(v, open));
			}
		}
		return seen;
	}

	/** A link is a node's id and the number of its output. */
	private static void link(final JsonElement value, final Deque<String> to) {
		if (value instanceof JsonArray link && link.size() == 2 && link.get(
			0) instanceof JsonPrimitive id)
		{
			to.add(id.getAsString());
		}
	}

	private static String types(final Map<String, JsonObject> nodes,
		final Collection<String> ids)
	{
		return ids.stream().map(id -> type(nodes.get(id))).collect(Collectors
			.groupingBy(t -> t, LinkedHashMap::new, Collectors.counting())).entrySet()
			.stream().map(e -> e.getKey() + (e.getValue() == 1 ? "" : " (" + e
				.getValue() + ")")).collect(Collectors.joining(", "));
	}
}
