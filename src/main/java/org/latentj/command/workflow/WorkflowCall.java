
package org.latentj.command.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.control.StopSignal;
import org.latentj.pipeline.Computation;
import org.latentj.provenance.Provenance;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.service.StableDiffusionService;
import org.latentj.workflow.Workflow;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.UsedPicture;
import org.latentj.workflow.graph.WorkflowException;
import org.latentj.workflow.node.LoadedPicture;
import org.latentj.workflow.run.WorkflowRun;

/**
 * A workflow as a command runs it, once or for each of several pictures.
 *
 * @param workflow with the values that were set
 * @param pictures those that it names itself
 * @param noise which ComfyUI's noise samplers add
 */
record WorkflowCall(Workflow.Changed workflow, LoadedPicture.Finder pictures,
		SamplerNoise noise, StableDiffusionService service, StopSignal stop) {

	/** One in a file. */
	static WorkflowCall of(final Path file, final String set,
		final SamplerNoise noise, final StableDiffusionService service,
		final StopSignal stop) throws IOException
	{
		final Workflow.Changed workflow = Workflow.read(file).changed(set == null
			? "" : set);
		return new WorkflowCall(workflow, new WorkflowPictures(file, UsedPicture.of(
			workflow.workflow().graph())), noise, service, stop);
	}

	/** Its nodes. */
	Graph graph() {
		return workflow.workflow().graph();
	}

	/** The nodes of a type. */
	List<Node> nodes(final String type) {
		return graph().nodes().values().stream().filter(n -> n.type().equals(type))
			.toList();
	}

	/** What was set, by node and input, as in {@code 3.seed}. */
	Map<String, String> given() {
		return workflow.given();
	}

	/** A run on the pictures that the workflow itself names. */
	WorkflowRun run() {
		return run(pictures);
	}

	/** A run on pictures. */
	WorkflowRun run(final LoadedPicture.Finder finder) {
		return new WorkflowRun(service.engine(), service.models(), finder, noise,
			service.workflows());
	}

	/**
	 * Looks all through before anything is run or written.
	 *
	 * @param graph the workflow
	 * @param more problems that are known already
	 * @throws WorkflowException with all that is wrong
	 */
	void require(final Graph graph, final LoadedPicture.Finder finder,
		final List<Problem> more)
	{
		final WorkflowRun run = run(finder);
		final List<Problem> all = new ArrayList<>(workflow.problems());
		all.addAll(more);
		all.addAll(run.problems(graph));
		final Set<String> used = run.used(graph);
		// NB: of a workflow that shows nothing all is unused.
		given().forEach((name, setting) -> {
			final String id = name.substring(0, name.lastIndexOf('.'));
			if (!used.isEmpty() && !used.contains(id)) {
				all.add(new Problem("set '" + setting + "'",
					"it changes nothing: no image comes from " + graph.nodes().get(id)
						.name()));
			}
		});
		if (!all.isEmpty()) {
			throw new WorkflowException(all);
		}
	}

	/** How the images of a node were made. */
	Optional<Provenance> describe(final WorkflowRun run, final Graph graph,
		final Node shown, final Optional<Computation> how) throws IOException
	{
		return run.describe(graph, shown, how, service.hashes(), service.versions(),
			stop);
	}

	/** SHA-256 of those files that the record has no place for. */
	Map<String, String> others(final WorkflowRun run, final Graph graph,
		final Node shown) throws IOException
	{
		return run.otherModels(graph, shown, service.hashes(), stop);
	}
}
