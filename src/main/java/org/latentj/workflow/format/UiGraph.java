
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.workflow.graph.Problem;

/**
 * A graph as ComfyUI's front end draws it: the workflow, one of its subgraphs,
 * or one of its group nodes.
 *
 * @param nodes by id
 * @param links by number
 * @param inputs names of a subgraph's inputs
 * @param widgets that a group node shows, in its order
 */
record UiGraph(Map<String, UiNode> nodes, Map<String, Link> links,
		List<String> inputs, List<Widgets.Place> widgets) {

	/** The node that stands for a subgraph's inputs. */
	static final String INPUTS = "-10";

	/** What keys of values begin with that a subgraph is given. */
	static final String GIVEN = "-1.";

	/** The node that stands for a subgraph's outputs. */
	static final String OUTPUTS = "-20";

	/** Parts of a link in a list, and by their names. */
	private static final List<String> PARTS = List.of("id", "origin_id",
		"origin_slot", "target_id", "target_slot");

	/** A link from an output to an input. */
	record Link(String from, int slot, String to, int toSlot) {
	}

	/** @param problems gets what is wrong */
	static UiGraph of(final JsonObject json, final List<Problem> problems) {
		final Map<String, UiNode> nodes = new LinkedHashMap<>();
		final Map<String, Link> links = new LinkedHashMap<>();
		if (json.get("nodes") instanceof JsonArray all) {
			for (int i = 0; i < all.size(); i++) {
				UiNode.of(all.get(i), i + 1, problems).ifPresent(node -> {
					if (nodes.putIfAbsent(node.id(), node) != null) {
						problems.add(new Problem(node.name(""),
							"another node has this number, too"));
					}
				});
			}
		}
		if (json.get("links") instanceof JsonArray all) {
			for (int i = 0; i < all.size(); i++) {
				add(all.get(i), i + 1, links, problems);
			}
		}
		else if (json.has("links") && !json.get("links").isJsonNull()) {
			problems.add(Problem.of("its 'links' are " + UiNode.excerpt(json.get(
				"links")) + ", not a list"));
		}
		return new UiGraph(nodes, links, UiNode.objects(json, "inputs").stream()
			.map(i -> UiNode.text(i, "name")).toList(), List.of());
	}

	/**
	 * NB: a list in older files, an object in newer ones and in subgraphs. The
	 * front end skips what is null.
	 */
	private static void add(final JsonElement json, final int place,
		final Map<String, Link> links, final List<Problem> problems)
	{
		final List<String> parts = json instanceof JsonArray l ? l.asList().stream()
			.limit(PARTS.size()).map(UiNode::text).toList()
			: json instanceof JsonObject o ? PARTS.stream().map(p -> UiNode.text(o,
				p)).toList() : List.of();
		final Optional<Integer> slot = slot(parts, 2);
		final Optional<Integer> toSlot = slot(parts, 4);
		if (slot.isPresent() && toSlot.isPresent() && !parts.contains("")) {
			links.put(parts.get(0), new Link(parts.get(1), slot.get(), parts.get(3),
				toSlot.get()));
		}
		else if (!json.isJsonNull()) {
			problems.add(new Problem("link no. " + place + " of 'links'", "it is " +
				UiNode.excerpt(json) + "; a link is [its number, a node, the number " +
				"of its output, another node, the number of its input, a kind]"));
		}
	}

	private static Optional<Integer> slot(final List<String> parts,
		final int place)
	{
		return place < parts.size() && parts.get(place).matches("-?[0-9]{1,6}")
			? Optional.of(Integer.valueOf(parts.get(place))) : Optional.empty();
	}

	/** The link that leads to an output of a subgraph; null if none does. */
	String toOutput(final int slot) {
		return links.entrySet().stream().filter(e -> e.getValue().to().equals(
			OUTPUTS) && e.getValue().toSlot() == slot).map(Map.Entry::getKey)
			.findFirst().orElse(null);
	}
}
