
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.workflow.graph.Problem;

/**
 * The group nodes of older files, which subgraphs have replaced: what is in
 * them stands in the workflow's {@code extra}, and is laid out as the front end
 * does it.
 */
final class GroupNodes {

	/** What types of nodes begin with that are one, newer and older. */
	private static final List<String> PREFIXES = List.of("workflow>",
		"workflow/");

	private static final int MOST = 1000;

	private final Map<String, JsonObject> told = new LinkedHashMap<>();

	private final Map<String, GroupNode> made = new LinkedHashMap<>();

	private final Set<String> open = new LinkedHashSet<>();

	private final List<Problem> problems;

	private GroupNodes(final List<Problem> problems) {
		this.problems = problems;
	}

	/** Whether a type of nodes is that of a group node. */
	static boolean is(final String type) {
		return name(type).isPresent();
	}

	private static Optional<String> name(final String type) {
		return PREFIXES.stream().filter(type::startsWith).map(p -> type.substring(p
			.length())).findFirst();
	}

	/**
	 * All of a workflow, by the types of the nodes that stand for them.
	 *
	 * @param problems gets what is wrong
	 */
	static Map<String, UiGraph> of(final JsonObject workflow,
		final List<Problem> problems)
	{
		final GroupNodes all = new GroupNodes(problems);
		final JsonElement groups = workflow.get("extra") instanceof JsonObject extra
			? extra.get("groupNodes") : null;
		if (groups instanceof JsonObject named) {
			named.entrySet().forEach(e -> all.tell(e.getKey(), e.getValue()));
		}
		final Map<String, UiGraph> graphs = new LinkedHashMap<>();
		all.told.keySet().forEach(name -> all.find(name).ifPresent(group -> PREFIXES
			.forEach(p -> graphs.put(p + name, group.graph()))));
		return graphs;
	}

	private void tell(final String name, final JsonElement json) {
		if (json instanceof JsonObject group && group.get(
			"nodes") instanceof JsonArray nodes)
		{
			requireFew(name, nodes.size());
			told.put(name, group);
		}
		else {
			problems.add(new Problem("group node '" + name + "'",
				"it has no 'nodes': " + UiNode.excerpt(json)));
		}
	}

	/** NB: they may be in one another, and become any number. */
	static void requireFew(final String name, final int count) {
		if (count > MOST) {
			throw new IllegalArgumentException("its group node '" + name +
				"' has more than " + MOST + " nodes or inputs");
		}
	}

	/** The group node that a node stands for, if it does. */
	Optional<GroupNode> ofType(final String type) {
		return name(type).flatMap(this::find);
	}

	private Optional<GroupNode> find(final String name) {
		if (!made.containsKey(name) && told.containsKey(name)) {
			if (!open.add(name)) {
				throw new IllegalArgumentException("its group node '" + name +
					"' is in itself");
			}
			made.put(name, GroupNode.of(name, told.get(name), this, problems));
			open.remove(name);
		}
		return Optional.ofNullable(made.get(name));
	}
}
