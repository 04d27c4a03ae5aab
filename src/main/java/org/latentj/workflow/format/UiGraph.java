
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph as ComfyUI's front end draws it: the workflow, or one of its
 * subgraphs.
 *
 * @param nodes by id
 * @param links by number
 * @param inputs names of a subgraph's inputs
 */
record UiGraph(Map<String, UiNode> nodes, Map<String, Link> links,
		List<String> inputs) {

	/** The node that stands for a subgraph's inputs. */
	static final String INPUTS = "-10";

	/** The node that stands for a subgraph's outputs. */
	static final String OUTPUTS = "-20";

	/** A link from an output to an input. */
	record Link(String from, int slot, String to, int toSlot) {
	}

	static UiGraph of(final JsonObject json) {
		final Map<String, UiNode> nodes = new LinkedHashMap<>();
		final Map<String, Link> links = new LinkedHashMap<>();
		if (json.get("nodes") instanceof JsonArray all) {
			for (final JsonElement one : all) {
				final UiNode node = UiNode.of(one);
				if (nodes.put(node.id(), node) != null) {
					throw new IllegalArgumentException("its node " + node.id() +
						" is in it twice");
				}
			}
		}
		if (json.get("links") instanceof JsonArray all) {
			all.forEach(one -> add(one, links));
		}
		return new UiGraph(nodes, links, UiNode.objects(json, "inputs").stream()
			.map(i -> UiNode.text(i, "name")).toList());
	}

	/** NB: a list in older files, an object in newer ones and in subgraphs. */
	private static void add(final JsonElement json,
		final Map<String, Link> links)
	{
		if (json instanceof JsonArray l && l.size() >= 5) {
			links.put(UiNode.text(l.get(0)), new Link(UiNode.text(l.get(1)), slot(
				UiNode.text(l.get(2))), UiNode.text(l.get(3)), slot(UiNode.text(l.get(
					4)))));
		}
		else if (json instanceof JsonObject l) {
			links.put(UiNode.text(l, "id"), new Link(UiNode.text(l, "origin_id"),
				slot(UiNode.text(l, "origin_slot")), UiNode.text(l, "target_id"), slot(
					UiNode.text(l, "target_slot"))));
		}
	}

	private static int slot(final String text) {
		return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
	}

	/** The link that leads to an output of a subgraph; null if none does. */
	String toOutput(final int slot) {
		return links.entrySet().stream().filter(e -> e.getValue().to().equals(
			OUTPUTS) && e.getValue().toSlot() == slot).map(Map.Entry::getKey)
			.findFirst().orElse(null);
	}
}
