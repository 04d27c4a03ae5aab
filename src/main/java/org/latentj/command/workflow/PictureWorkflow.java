
package org.latentj.command.workflow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.pipeline.RunListener;
import org.latentj.provenance.Provenance;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.UsedPicture;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.graph.WorkflowException;
import org.latentj.workflow.node.LoadedPicture;
import org.latentj.workflow.run.WorkflowRun;

/**
 * A workflow that is run for each of several pictures.
 *
 * @param loader the node that gets each picture
 * @param shown the node whose images are the results
 */
record PictureWorkflow(WorkflowCall call, Node loader, Node shown) {

	private static final String LOADER = "LoadImage";

	private static final String IMAGE = "image";

	/** What stands for the name of each picture; no file and title is it. */
	private static final String EACH = "\0 each picture";

	/** Stands for all pictures while the workflow is looked through. */
	private static final LoadedPicture ANY = new LoadedPicture(Tensor.zeros(1, 3,
		1, 1), Optional.empty());

	/**
	 * One that can be run.
	 *
	 * @param load number of the node that gets each picture; empty = the only one
	 * @throws WorkflowException with all that is wrong, with its values, too
	 */
	static PictureWorkflow of(final WorkflowCall call, final String load) {
		final List<Problem> problems = new ArrayList<>();
		final Optional<Node> loader = loader(call, load == null ? "" : load.strip(),
			problems);
		final Optional<Node> shown = shown(call, problems);
		loader.filter(n -> call.given().containsKey(n.id() + "." + IMAGE))
			.ifPresent(n -> problems.add(Problem.of(n,
				"set gives its image, but it gets each " +
					"picture of the folder or stack: leave that out")));
		final Graph graph = call.graph();
		// NB: where nobody knows which node gets them, none can be missed.
		call.require(loader.map(n -> graph.with(n.with(IMAGE, Value.of(EACH))))
			.orElse(graph), name -> loader.isEmpty() || name.equals(EACH) ? ANY : call
				.pictures().find(name), problems);
		return new PictureWorkflow(call, loader.orElseThrow(), shown.orElseThrow());
	}

	private static Optional<Node> loader(final WorkflowCall call, final String id,
		final List<Problem> problems)
	{
		final List<Node> all = call.nodes(LOADER);
		final List<Node> named = all.stream().filter(n -> id.isEmpty() || n.id()
			.equals(id)).toList();
		if (named.size() == 1) {
			return Optional.of(named.get(0));
		}
		final String names = String.join(", ", all.stream().map(Node::name)
			.toList());
		problems.add(Problem.of(all.isEmpty() ? "it has no LoadImage node, which " +
			"could get the pictures of a folder or a stack" : id.isEmpty()
				? "it has several LoadImage nodes, " + names +
					": say by load which of them gets the pictures"
				: "it has no LoadImage node " + id + ", which load names; it has " +
					names));
		return Optional.empty();
	}

	private static Optional<Node> shown(final WorkflowCall call,
		final List<Problem> problems)
	{
		for (final String type : List.of("SaveImage", "PreviewImage")) {
			final List<Node> all = call.nodes(type);
			if (all.size() == 1) {
				return Optional.of(all.get(0));
			}
			if (all.size() > 1) {
				problems.add(Problem.of("it has " + all.size() + " " + type +
					" nodes: for a folder or a stack it must have one"));
				return Optional.empty();
			}
		}
		problems.add(Problem.of(
			"it has no SaveImage and no PreviewImage node, whose images are the " +
				"results"));
		return Optional.empty();
	}

	/** The workflow with another picture for the node that gets each. */
	private Graph graph(final String picture) {
		return UsedPicture.forget(call.graph()).with(loader.with(IMAGE, Value.of(
			picture)));
	}

	/**
	 * What all results are made with and by.
	 *
	 * @param record of how, but for the pictures
	 * @param models SHA-256 of those files that it has no place for
	 * @param values all that decides what comes out, but the pictures
	 */
	record Shared(Provenance record, Map<String, String> models,
			Map<String, String> values) {
	}

	/**
	 * What is known before the first picture is there.
	 *
	 * @throws IllegalArgumentException if no model makes the results
	 */
	Shared shared() throws IOException {
		final WorkflowRun run = call.run(name -> name.equals(EACH) ? ANY : call
			.pictures().find(name));
		final Graph graph = graph(EACH);
		final Provenance record = call.describe(run, graph, shown, Optional.empty())
			.orElseThrow(() -> new IllegalArgumentException(
				"no model makes the images of " + shown.name() +
					": a folder's results are generated ones"));
		final Map<String, String> values = run.decidingValues(graph, shown, call
			.service().hashes(), call.stop());
		values.remove(WorkflowRun.valueName(loader, IMAGE));
		return new Shared(record, call.others(run, graph, shown), values);
	}

	/**
	 * Runs it with a picture in the place of what its node loads.
	 *
	 * @param name that records tell
	 */
	Made on(final LoadedPicture picture, final String name,
		final RunListener listener) throws IOException
	{
		final String told = told(name);
		final WorkflowRun run = call.run(n -> n.equals(told) ? picture : call
			.pictures().find(n));
		final Graph graph = graph(told);
		final WorkflowRun.Result result = run.run(graph, listener, call.stop());
		final WorkflowRun.Shown made = result.shown().stream().filter(s -> s.node()
			.id().equals(shown.id())).findFirst().orElseThrow();
		return new Made(made, call.describe(run, graph, made.node(), Optional.of(
			result.computation())), call.others(run, graph, made.node()));
	}

	/** NB: another node may load a fixed picture that is called the same. */
	private String told(final String name) {
		final String plain = LoadedPicture.plain(name);
		final boolean taken = call.graph().nodes().values().stream().filter(n -> !n
			.id().equals(loader.id())).anyMatch(n -> n.inputs().get(
				IMAGE) instanceof Value.Text text && LoadedPicture.plain(text.text())
					.equals(plain));
		return taken ? "./" + plain : plain;
	}

	/**
	 * What was made of a picture.
	 *
	 * @param record of how; empty if no model has made it
	 * @param models SHA-256 of those files that the record has no place for
	 */
	record Made(WorkflowRun.Shown shown, Optional<Provenance> record,
			Map<String, String> models) {
	}
}
