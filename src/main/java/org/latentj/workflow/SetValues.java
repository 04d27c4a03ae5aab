
package org.latentj.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.control.Names;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.Value;

/** Other values for inputs of nodes, as text: {@code 3.seed=5; 6.text=red}. */
final class SetValues {

	/** What separates settings: a line, or a semicolon before another one. */
	private static final Pattern BETWEEN = Pattern.compile(
		"\\R|;(?=\\s*[\\w:-]{1,80}\\.\\w{1,80}\\s*=)|;\\s*$");

	private static final Pattern SETTING = Pattern.compile(
		"\\s*([\\w:-]+)\\.(\\w+)\\s*=(.*)", Pattern.DOTALL);

	/** What looks like a second setting in a value. */
	private static final Pattern SEVERAL = Pattern.compile(
		"[,\\s]\\s*[\\w:-]{1,80}\\.\\w{1,80}\\s*=");

	/** So many nodes are named at most. */
	private static final int FEW = 6;

	private final Map<String, String> given = new LinkedHashMap<>();

	private final List<Problem> problems = new ArrayList<>();

	private Graph graph;

	private SetValues(final Graph graph) {
		this.graph = graph;
	}

	/** A workflow with such values, and what is wrong with the others. */
	static Workflow.Changed in(final Graph graph, final String settings) {
		final SetValues all = new SetValues(graph);
		for (final String setting : BETWEEN.split(settings)) {
			if (!setting.isBlank()) {
				try {
					all.set(setting.strip());
				}
				catch (final IllegalArgumentException e) {
					all.problems.add(new Problem("set '" + setting.strip() + "'", e
						.getMessage()));
				}
			}
		}
		return new Workflow.Changed(new Workflow(all.graph), all.given,
			all.problems);
	}

	private void set(final String setting) {
		final Matcher parts = SETTING.matcher(setting);
		if (!parts.matches()) {
			throw new IllegalArgumentException(
				"valid is a node's number, a point, an input's name and a value, as " +
					"in 3.seed=5" + nodesWith(setting));
		}
		final String id = parts.group(1);
		final String input = parts.group(2);
		final Node node = graph.find(id).orElseThrow(
			() -> new IllegalArgumentException("there is no node " + id + called(id,
				input)));
		final String before = given.putIfAbsent(id + "." + input, setting);
		if (before != null) {
			throw new IllegalArgumentException(id + "." + input +
				" was set before, by '" + before + "': give it once");
		}
		try {
			graph = graph.with(changed(node, input, parts.group(3)));
		}
		catch (final IllegalArgumentException e) {
			if (SEVERAL.matcher(parts.group(3)).find()) {
				throw new IllegalArgumentException(e.getMessage() +
					"; between several values stand semicolons or lines", e);
			}
			throw e;
		}
	}

	/** Which nodes have the input that was named without one. */
	private String nodesWith(final String setting) {
		final String input = setting.split("=", 2)[0].strip();
		final List<String> nodes = graph.nodes().values().stream().filter(n -> n
			.inputs().get(input) != null && !(n.inputs().get(
				input) instanceof Value.Link)).map(n -> n.id() + "." + input + " of " +
					n.name()).limit(FEW).toList();
		return nodes.isEmpty() ? "" : "; there " + Names.are(nodes);
	}

	/** Which nodes are of the type, or have the title, that was given. */
	private String called(final String name, final String input) {
		final List<String> numbers = graph.nodes().values().stream().filter(n -> n
			.type().equalsIgnoreCase(name) || n.title().equalsIgnoreCase(name)).map(
				n -> n.id() + "." + input).limit(FEW).toList();
		return numbers.isEmpty() ? Names.summary(Names.hint(name, graph.nodes()
			.keySet(), "nodes")) : ": write its number, as in " + String.join(" or ",
				numbers);
	}

	private static Node changed(final Node node, final String name,
		final String value)
	{
		return NodeTypes.ALL.find(node.type()).map(type -> {
			final var input = type.input(name).orElseThrow(
				() -> new IllegalArgumentException(node.name() + " has no input '" +
					name + "'; it has " + String.join(", ", type.inputs().stream().map(
						i -> i.name()).toList())));
			return node.with(input.name(), input.parse(value));
		}).orElseGet(() -> node.with(name, Value.of(value)));
	}
}
