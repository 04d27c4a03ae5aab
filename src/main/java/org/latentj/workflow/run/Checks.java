
package org.latentj.workflow.run;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.control.Names;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.graph.WorkflowException;
import org.latentj.workflow.node.FilePrefix;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeType;

/**
 * Looks through a workflow before anything is run. As in ComfyUI the types of
 * all nodes must be known, and of those that an image comes from, all else.
 */
final class Checks {

	/** A size in pixels that is as long as any. */
	private static final int LARGE = 99_999;

	private final Graph graph;

	private final NodeTypes types;

	private final ModelNames names;

	private final Pictures pictures;

	private final List<Problem> problems = new ArrayList<>();

	Checks(final Graph graph, final NodeTypes types, final ModelNames names,
		final Pictures pictures)
	{
		this.graph = graph;
		this.types = types;
		this.names = names;
		this.pictures = pictures;
	}

	/**
	 * What is to be run.
	 *
	 * @throws WorkflowException with all that is wrong
	 */
	Plan plan() {
		problems.addAll(graph.problems());
		problems.addAll(GraphSettings.problems(graph));
		graph.nodes().values().forEach(this::checkType);
		final List<Node> shown = graph.nodes().values().stream().filter(n -> types
			.shows(n.type())).toList();
		if (shown.isEmpty() && problems.isEmpty()) {
			problems.add(Problem.of(
				"it has no node that gives images, such as SaveImage or PreviewImage"));
		}
		final Map<String, Node> needed = new LinkedHashMap<>();
		shown.forEach(s -> graph.above(s.id()).forEach(n -> needed.put(n.id(), n)));
		needed.values().forEach(n -> types.find(n.type()).ifPresent(t -> check(n,
			t)));
		final List<Node> order = order(needed);
		if (!problems.isEmpty()) {
			throw new WorkflowException(problems);
		}
		return new Plan(shown, order);
	}

	private void checkType(final Node node) {
		if (types.find(node.type()).isPresent()) {
			return;
		}
		node.faults().forEach(f -> problems.add(Problem.of(node, f)));
		if (node.faults().isEmpty()) {
			final List<String> near = Names.near(node.type(), types.byName()
				.keySet());
			problems.add(Problem.of(node, "there are no nodes of this type here" +
				(near.isEmpty() ? ", and none with a name like it"
					: "; the nearest are " + String.join(", ", near))));
		}
	}

	private void check(final Node node, final NodeType type) {
		node.faults().forEach(f -> problems.add(Problem.of(node, f)));
		type.rule().problem(node).ifPresent(text -> problems.add(Problem.of(node,
			text)));
		for (final Input input : type.inputs()) {
			problem(node, input).ifPresent(text -> problems.add(Problem.of(node,
				text)));
		}
	}

	private Optional<String> problem(final Node node, final Input input) {
		final Value value = node.inputs().get(input.name());
		if (value == null) {
			return input.required() ? missing(node, input) : Optional.empty();
		}
		if (value instanceof Value.Link link) {
			return link(node, input, link);
		}
		return input.problem(value).or(() -> content(input, value));
	}

	/** NB: of a value whose place is wrong all is said already. */
	private static Optional<String> missing(final Node node, final Input input) {
		final String why = node.lacking().get(input.name());
		if (why == null && input.widget().isPresent() && !node.faults().isEmpty()) {
			return Optional.empty();
		}
		return Optional.of("'" + input.name() + "' is missing: " + (why == null
			? "it needs " + (input.widget().isPresent() ? "a value" : "a link to " +
				input.kind()) : why));
	}

	private Optional<String> link(final Node node, final Input input,
		final Value.Link link)
	{
		final Node from = graph.nodes().get(link.node());
		if (from == null) {
			return Optional.of("'" + input.name() + "' is linked to node " + link
				.node() + ", which is not there");
		}
		if (from.id().equals(node.id())) {
			return Optional.of("'" + input.name() + "' is linked to the node itself");
		}
		final NodeType type = types.find(from.type()).orElse(null);
		if (type == null) {
			return Optional.empty();
		}
		final int outputs = type.outputs().size();
		if (link.slot() < 0 || link.slot() >= outputs) {
			return Optional.of("'" + input.name() + "' is linked to output " + link
				.slot() + " of " + from.name() + ", which has " + (outputs == 0 ? "none"
					: outputs == 1 ? "output 0 only" : "outputs 0 to " + (outputs - 1)));
		}
		final Kind<?> kind = type.outputs().get(link.slot()).kind();
		return kind == input.kind() || input.kind() == Kind.COMBO &&
			kind == Kind.STRING ? Optional.empty() : Optional.of("'" + input.name() +
				"' takes " + input.kind() + ", but is linked to " + kind + " of " + from
					.name());
	}

	/** What is wrong with a file that is named, or will be. */
	private Optional<String> content(final Input input, final Value value) {
		final Input.Widget widget = input.widget().orElseThrow();
		final String name = value instanceof Value.Text text ? text.text() : "";
		if (widget instanceof Input.File file) {
			return names.problem(file, name);
		}
		if (widget instanceof Input.Prefix) {
			return FilePrefix.problem(new FilePrefix(graph, LocalDateTime.now()).of(
				name, LARGE, LARGE)).map(text -> "'" + input.name() + "' " + text);
		}
		if (widget instanceof Input.Picture) {
			try {
				pictures.find(name);
			}
			catch (final IllegalArgumentException e) {
				return Optional.of(e.getMessage());
			}
		}
		return Optional.empty();
	}

	/** NB: without recursion, since a workflow may be as long as it likes. */
	private List<Node> order(final Map<String, Node> needed) {
		final Map<String, Set<String>> waiting = new HashMap<>();
		final List<Node> order = new ArrayList<>();
		final Map<String, List<String>> after = new HashMap<>();
		for (final Node node : needed.values()) {
			final Set<String> before = new LinkedHashSet<>();
			node.links().stream().map(Value.Link::node).filter(id -> needed
				.containsKey(id) && !id.equals(node.id())).forEach(before::add);
			before.forEach(id -> after.computeIfAbsent(id, k -> new ArrayList<>())
				.add(node.id()));
			waiting.put(node.id(), before);
		}
		final List<String> ready = new ArrayList<>(needed.keySet());
		ready.removeIf(id -> !waiting.get(id).isEmpty());
		for (int i = 0; i < ready.size(); i++) {
			final String id = ready.get(i);
			order.add(needed.get(id));
			for (final String next : after.getOrDefault(id, List.of())) {
				if (waiting.get(next).remove(id) && waiting.get(next).isEmpty()) {
					ready.add(next);
				}
			}
		}
		needed.values().stream().filter(n -> !waiting.get(n.id()).isEmpty())
			.findFirst().ifPresent(n -> problems.add(cycle(n, waiting)));
		return order;
	}

	private Problem cycle(final Node from,
		final Map<String, Set<String>> waiting)
	{
		final List<String> way = new ArrayList<>();
		String id = from.id();
		while (!way.contains(id)) {
			way.add(id);
			id = waiting.get(id).iterator().next();
		}
		final List<String> ring = new ArrayList<>(way.subList(way.indexOf(id), way
			.size()));
		ring.add(id);
		return Problem.of(graph.nodes().get(id), "it depends on itself: " + String
			.join(" <- ", ring.size() > 12 ? ring.subList(0, 12) : ring));
	}
}
