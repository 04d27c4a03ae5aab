
package org.latentj.command.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.latentj.control.StopSignal;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.Provenance;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.service.StableDiffusionService;
import org.latentj.workflow.Workflow;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.LoadedPicture;
import org.latentj.workflow.run.WorkflowRun;

/**
 * A workflow as a command runs it, once or for each of several pictures.
 *
 * @param workflow with the values that were set
 * @param folder where it lies
 * @param noise which ComfyUI's noise samplers add
 */
record WorkflowCall(Workflow workflow, Optional<Path> folder,
		SamplerNoise noise, StableDiffusionService service, StopSignal stop) {

	private static final String LOADER = "LoadImage";

	private static final String IMAGE = "image";

	/** A run on the pictures that the workflow itself names. */
	WorkflowRun run() {
		return run(new WorkflowPictures(folder));
	}

	private WorkflowRun run(final LoadedPicture.Finder finder) {
		return new WorkflowRun(service.engine(), service.models(), finder, noise,
			service.workflows());
	}

	/** How the images of a node were made. */
	Optional<Provenance> describe(final WorkflowRun run, final Graph graph,
		final Node shown, final Optional<Computation> how) throws IOException
	{
		return run.describe(graph, shown, how, service.hashes(), service.versions(),
			stop);
	}

	/**
	 * The node that gets each of several pictures.
	 *
	 * @param id its number; empty = the only one
	 * @throws IllegalArgumentException if there is none, or it is not clear which
	 */
	Node loader(final String id) {
		final List<Node> all = workflow.graph().nodes().values().stream().filter(
			n -> n.type().equals(LOADER) && (id.isBlank() || n.id().equals(id
				.strip()))).toList();
		if (all.size() != 1) {
			throw new IllegalArgumentException(all.isEmpty() ? "the workflow has " +
				(id.isBlank() ? "no LoadImage node" : "no LoadImage node " + id) +
				", which could get the pictures of a folder or a stack"
				: "the workflow has several LoadImage nodes, " + all.stream().map(
					Node::name).toList() +
					": say by load which of them gets the pictures");
		}
		return all.get(0);
	}

	/**
	 * The node whose images are the results: the only one that saves, or shows.
	 *
	 * @throws IllegalArgumentException if it is not clear which
	 */
	Node shown() {
		for (final String type : List.of("SaveImage", "PreviewImage")) {
			final List<Node> all = workflow.graph().nodes().values().stream().filter(
				n -> n.type().equals(type)).toList();
			if (all.size() == 1) {
				return all.get(0);
			}
			if (all.size() > 1) {
				throw new IllegalArgumentException("the workflow has " + all.size() +
					" " + type + " nodes: for a folder or a stack it must have one");
			}
		}
		throw new IllegalArgumentException(
			"the workflow has no SaveImage and no PreviewImage node");
	}

	/** The workflow with another picture for a node. */
	Graph graph(final Node loader, final String picture) {
		return workflow.graph().with(loader.with(IMAGE, Value.of(picture)));
	}

	/**
	 * Runs it with a picture in the place of what a node loads.
	 *
	 * @param name that records tell
	 */
	Made on(final LoadedPicture picture, final String name, final Node loader,
		final RunListener listener) throws IOException
	{
		final WorkflowPictures others = new WorkflowPictures(folder);
		final WorkflowRun run = run(n -> n.equals(name) ? picture : others.find(n));
		final Graph graph = graph(loader, name);
		final WorkflowRun.Result result = run.run(graph, listener, stop);
		final WorkflowRun.Shown made = result.shown().stream().filter(s -> s.node()
			.id().equals(shown().id())).findFirst().orElseThrow();
		return new Made(made, describe(run, graph, made.node(), Optional.of(result
			.computation())));
	}

	/**
	 * What was made of a picture.
	 *
	 * @param record of how; empty if no model has made it
	 */
	record Made(WorkflowRun.Shown shown, Optional<Provenance> record) {
	}
}
