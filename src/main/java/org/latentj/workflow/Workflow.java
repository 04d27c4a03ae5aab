
package org.latentj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.workflow.format.WorkflowFile;
import org.latentj.workflow.format.WorkflowText;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.WorkflowException;

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
		final Changed changed = changed(settings);
		if (!changed.problems().isEmpty()) {
			throw new WorkflowException(changed.problems());
		}
		return changed.workflow();
	}

	/**
	 * The same with other values, as far as these can be set: who lists all that
	 * is wrong with a workflow lists the rest with it.
	 *
	 * @param settings as {@link #with} takes them
	 */
	public Changed changed(final String settings) {
		return SetValues.in(graph, settings);
	}

	/**
	 * A workflow with other values.
	 *
	 * @param workflow with those that could be set
	 * @param given each of them as it was given, by node and input, as in
	 *          {@code 3.seed}
	 * @param problems with the others
	 */
	public record Changed(Workflow workflow, Map<String, String> given,
			List<Problem> problems) {

		/** Copies both. */
		public Changed {
			given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
			problems = List.copyOf(problems);
		}
	}

	/** It as JSON of what ComfyUI runs, its API format, in one line. */
	public String toJson() {
		return WorkflowText.write(graph);
	}
}
