
package org.latentj.workflow.export;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.NodeType;

/** A workflow that is written node by node. */
final class GraphBuilder {

	/** Of a whole path, which may be of another system. */
	private static final Pattern FOLDER = Pattern.compile(
		"^(?:[A-Za-z]:)?[/\\\\](?:.*[/\\\\])?");

	private final Map<String, Node> nodes = new LinkedHashMap<>();

	/**
	 * Adds a node.
	 *
	 * @param inputs names and values in turn; of files outside of ComfyUI's
	 *          folders the name counts
	 * @return its first output
	 */
	Value.Link add(final String type, final Object... inputs) {
		final NodeType known = NodeTypes.ALL.find(type).orElseThrow();
		final Map<String, Value> given = new LinkedHashMap<>();
		for (int i = 0; i < inputs.length; i += 2) {
			final String name = (String) inputs[i];
			final boolean file = known.input(name).orElseThrow().widget().orElse(
				null) instanceof Input.File;
			given.put(name, file ? Value.of(FOLDER.matcher((String) inputs[i + 1])
				.replaceFirst("")) : value(inputs[i + 1]));
		}
		final String id = Integer.toString(nodes.size() + 1);
		nodes.put(id, new Node(id, type, known.title(), given));
		return new Value.Link(id, 0);
	}

	/** Calls a node something. */
	Value.Link called(final Value.Link of, final String title) {
		final Node node = nodes.get(of.node());
		nodes.put(of.node(), new Node(node.id(), node.type(), title, node
			.inputs()));
		return of;
	}

	/** Another output of the same node. */
	static Value.Link slot(final Value.Link of, final int slot) {
		return new Value.Link(of.node(), slot);
	}

	private static Value value(final Object given) {
		if (given instanceof Value value) {
			return value;
		}
		if (given instanceof Boolean truth) {
			return new Value.Truth(truth);
		}
		return given instanceof Number number ? new Value.Number(new BigDecimal(
			number.toString())) : Value.of((String) given);
	}

	/**
	 * All of them.
	 *
	 * @throws IllegalArgumentException if ComfyUI has no such value for one
	 */
	Graph graph() {
		nodes.values().stream().filter(n -> !isValid(n)).findFirst().ifPresent(
			n -> {
				throw new IllegalArgumentException(n.name() + " takes no such value");
			});
		return Graph.of(nodes.values());
	}

	private static boolean isValid(final Node node) {
		final NodeType type = NodeTypes.ALL.find(node.type()).orElseThrow();
		return node.inputs().entrySet().stream().allMatch(e -> e
			.getValue() instanceof Value.Link || type.input(e.getKey()).orElseThrow()
				.problem(e.getValue()).isEmpty());
	}
}
