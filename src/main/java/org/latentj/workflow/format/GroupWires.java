
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.latentj.workflow.graph.Problem;

/**
 * The links in a group node.
 *
 * @param all of them; nodes are told by their places in it
 * @param leaving outputs that lead out of it, too: node, point, output
 */
record GroupWires(List<Wire> all, Set<String> leaving) {

	/** Parts of a link that are numbers. */
	private static final int PARTS = 4;

	/** A link from an output to an input. */
	record Wire(int from, int slot, int to, int toSlot, String kind) {
	}

	/**
	 * Reads those of a group node.
	 *
	 * @param nodes how many are in it
	 * @param problems gets what is wrong
	 */
	static GroupWires of(final String name, final JsonObject json,
		final int nodes, final List<Problem> problems)
	{
		final List<Wire> wires = new ArrayList<>();
		if (json.get("links") instanceof JsonArray all) {
			all.forEach(one -> add(one, "group node '" + name + "'", wires,
				problems));
		}
		if (wires.removeIf(w -> Math.max(w.from, w.to) >= nodes)) {
			problems.add(new Problem("group node '" + name + "'",
				"one of its links is of a node that is not in it"));
		}
		final Set<String> leaving = new HashSet<>();
		if (json.get("external") instanceof JsonArray all) {
			// NB: older files have a node here, which the front end does not find.
			all.forEach(e -> {
				if (e instanceof JsonArray l && l.size() > 1) {
					leaving.add(UiNode.text(l.get(0)) + "." + UiNode.text(l.get(1)));
				}
			});
		}
		return new GroupWires(wires, leaving);
	}

	/** NB: what comes from outside has no node, and is not looked at. */
	private static void add(final JsonElement one, final String group,
		final List<Wire> wires, final List<Problem> problems)
	{
		final List<String> parts = one instanceof JsonArray l ? l.asList().stream()
			.map(UiNode::text).toList() : List.of();
		final boolean outer = !parts.isEmpty() && parts.get(0).isEmpty();
		if (parts.size() < PARTS || !parts.stream().limit(PARTS).allMatch(p -> p
			.matches("[0-9]{1,6}") || outer && p.isEmpty()))
		{
			problems.add(new Problem(group, "one of its links is " + UiNode.excerpt(
				one) + "; a link is [a node, its output, another node, its input]"));
		}
		else if (!outer) {
			final List<Integer> places = parts.stream().limit(PARTS).map(
				Integer::valueOf).toList();
			wires.add(new Wire(places.get(0), places.get(1), places.get(2), places
				.get(3), parts.size() > PARTS + 1 ? parts.get(PARTS + 1) : "*"));
		}
	}

	List<Wire> from(final int node, final int slot) {
		return all.stream().filter(w -> w.from == node && w.slot == slot).toList();
	}

	List<Wire> to(final int node) {
		return all.stream().filter(w -> w.to == node).toList();
	}

	boolean leaves(final int node, final int slot) {
		return leaving.contains(node + "." + slot);
	}

	/** Whether a reroute leads from inside to inside alone. */
	boolean leadsInside(final int node) {
		return !from(node, 0).isEmpty() && !to(node).isEmpty() && !leaves(node, 0);
	}
}
