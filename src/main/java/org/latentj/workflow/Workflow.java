
package org.latentj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.control.Names;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.format.WorkflowFile;
import org.latentj.workflow.format.WorkflowText;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.graph.WorkflowException;
import org.latentj.workflow.graph.Problem;

/**
 * A workflow of ComfyUI.
 *
 * <pre>
 *
 * Workflow workflow = Workflow.read(Path.of("workflow.json")).with("3.seed=5");
 * new WorkflowRun(engine, engine.models(), finder, SamplerNoise.SINCE_0_7,
 * 	cache).run(workflow.graph(), listener, stop);
 * </pre>
 *
 * @param graph its nodes
 */
public record Workflow(Graph graph) {

	/** What separates settings: a line, or a semicolon before another one. */
	private static final Pattern BETWEEN = Pattern.compile(
		"\\R|;(?=\\s*[\\w:-]{1,80}\\.\\w{1,80}\\s*=)|;\\s*$");

	private static final Pattern SETTING = Pattern.compile(
		"\\s*([\\w:-]+)\\.(\\w+)\\s*=(.*)", Pattern.DOTALL);

	/**
	 * Reads one from a file: JSON, or a PNG or WebP picture that holds it.
	 *
	 * @throws IOException if the file cannot be read
	 * @throws IllegalArgumentException if it holds none
	 */
	public static Workflow read(final Path file) throws IOException {
		return new Workflow(WorkflowFile.read(file));
	}

	/**
	 * Reads one from JSON, in either of ComfyUI's formats.
	 *
	 * @throws IllegalArgumentException if it is none
	 */
	public static Workflow parse(final String json) {
		return new Workflow(WorkflowText.read(json));
	}

	/**
	 * The same with other values.
	 *
	 * @param settings as in {@code 3.seed=5; 6.text=many nuclei}: the node's id,
	 *          the input's name and its value, with semicolons or lines between;
	 *          may be empty
	 * @throws IllegalArgumentException with all that name nothing
	 */
	public Workflow with(final String settings) {
		final List<Problem> problems = new ArrayList<>();
		Graph changed = graph;
		for (final String setting : BETWEEN.split(settings)) {
			if (!setting.isBlank()) {
				try {
					changed = changed.with(node(changed, setting));
				}
				catch (final IllegalArgumentException e) {
					problems.add(new Problem("set '" + setting.strip() + "'", e
						.getMessage()));
				}
			}
		}
		if (!problems.isEmpty()) {
			throw new WorkflowException(problems);
		}
		return new Workflow(changed);
	}

	private static Node node(final Graph graph, final String setting) {
		final Matcher parts = SETTING.matcher(setting);
		if (!parts.matches()) {
			throw new IllegalArgumentException(
				"valid is a node's number, a point, an input's name and a value, as " +
					"in 3.seed=5");
		}
		final Node node = graph.find(parts.group(1)).orElseThrow(
			() -> new IllegalArgumentException("there is no node " + parts.group(1) +
				Names.hint(parts.group(1), graph.nodes().keySet(), "nodes")
					.replaceFirst("(?s)\n\n.*", "")));
		return NodeTypes.ALL.find(node.type()).map(type -> {
			final var input = type.input(parts.group(2)).orElseThrow(
				() -> new IllegalArgumentException(node.name() + " has no input '" +
					parts.group(2) + "'; it has " + String.join(", ", type.inputs()
						.stream().map(i -> i.name()).toList())));
			return node.with(input.name(), input.parse(parts.group(3)));
		}).orElseGet(() -> node.with(parts.group(2), Value.of(parts.group(3))));
	}

	/** It as JSON of what ComfyUI runs, its API format, in one line. */
	public String toJson() {
		return WorkflowText.write(graph);
	}
}
