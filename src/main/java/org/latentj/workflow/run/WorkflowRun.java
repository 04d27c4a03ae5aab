
package org.latentj.workflow.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.control.Failure;
import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.Session;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.Provenance;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.graph.WorkflowException;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.LoadedPicture;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/**
 * Runs workflows with an engine.
 *
 * <pre>
 *
 * List&lt;WorkflowRun.Shown&gt; images = new WorkflowRun(engine, engine.models(),
 * 	LoadedPicture.Finder.NONE, SamplerNoise.SINCE_0_7, new ResultCache()).run(
 * 		graph, RunListener.NONE, new StopSignal()).shown();
 * </pre>
 */
public final class WorkflowRun {

	/** A sampler takes as long as so many other nodes. */
	private static final double SAMPLING = 20;

	private final DiffusionEngine engine;

	private final ModelNames names;

	private final Pictures pictures;

	private final SamplerNoise noise;

	private final ResultCache cache;

	private final NodeTypes types;

	/**
	 * @param models which models there are
	 * @param finder finds the pictures that a workflow names
	 * @param noise which ComfyUI's noise samplers add
	 * @param cache of earlier runs
	 */
	public WorkflowRun(final DiffusionEngine engine, final ModelFolder models,
		final LoadedPicture.Finder finder, final SamplerNoise noise,
		final ResultCache cache)
	{
		this(engine, models, finder, noise, cache, NodeTypes.ALL);
	}

	/** The same with other types of nodes. */
	WorkflowRun(final DiffusionEngine engine, final ModelFolder models,
		final LoadedPicture.Finder finder, final SamplerNoise noise,
		final ResultCache cache, final NodeTypes types)
	{
		this.engine = engine;
		names = new ModelNames(models);
		pictures = new Pictures(finder);
		this.noise = noise;
		this.cache = cache;
		this.types = types;
	}

	/**
	 * The images of a node.
	 *
	 * @param node that the workflow is run for
	 * @param images [N, 3, H, W] in 0 to 1
	 */
	public record Shown(Node node, Tensor images) {
	}

	/**
	 * What a run gives.
	 *
	 * @param shown in the order of the workflow's nodes
	 * @param computed ids of the nodes that were computed, since their results
	 *          were not known
	 * @param computation how
	 */
	public record Result(List<Shown> shown, List<String> computed,
			Computation computation) {
	}

	/**
	 * Looks a workflow through; nothing is loaded.
	 *
	 * @throws WorkflowException with all that is wrong
	 */
	public void check(final Graph graph) {
		plan(graph);
	}

	/**
	 * How the images of a node were made.
	 *
	 * @param how they were computed, if they were already
	 * @param hashes knows SHA-256 of files
	 * @param versions of the programs
	 * @return empty if no model has made them
	 * @throws IOException if a file cannot be read
	 */
	public Optional<Provenance> describe(final Graph graph, final Node shown,
		final Optional<Computation> how, final FileHashes hashes,
		final Provenance.Versions versions, final StopSignal stop)
		throws IOException
	{
		return new WorkflowRecord(graph, types, names, hashes, stop).of(shown,
			engine, versions, how);
	}

	private Plan plan(final Graph graph) {
		return new Checks(graph, types, names, pictures).plan();
	}

	/**
	 * Runs a workflow.
	 *
	 * @throws WorkflowException with all that is wrong, before anything is run;
	 *           or with what one node has refused
	 * @throws IOException if a file cannot be used; the message says why
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public Result run(final Graph graph, final RunListener listener,
		final StopSignal stop) throws IOException
	{
		final Plan plan = plan(graph);
		graph.notes().forEach(listener::onWarning);
		final Companions companions = new Companions(graph, types, names);
		try (Session session = engine.session(stop)) {
			final EngineContext context = new EngineContext(engine, session,
				companions, names, pictures, noise, listener, stop);
			final NodeKeys keys = new NodeKeys(types, names, companions, pictures,
				noise + " " + engine.settings());
			final Result result = run(plan, context, keys, listener);
			session.warnings().forEach(context::onWarning);
			final Computation how = session.computation();
			listener.onComputation(how);
			return new Result(result.shown(), result.computed(), how);
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	private Result run(final Plan plan, final EngineContext context,
		final NodeKeys keys, final RunListener listener) throws IOException
	{
		final Map<String, List<?>> byNode = new HashMap<>();
		final Map<String, String> keyOf = new LinkedHashMap<>();
		for (final Node node : plan.order()) {
			keyOf.put(node.id(), problems(node, () -> keys.of(node)));
		}
		final Map<String, List<?>> known = new HashMap<>();
		final List<Node> open = new ArrayList<>();
		for (final Node node : plan.order()) {
			final Optional<List<?>> before = cache.find(keyOf.get(node.id()));
			before.ifPresentOrElse(r -> byNode.put(node.id(), r), () -> open.add(
				node));
		}
		final List<String> computed = new ArrayList<>();
		final double all = open.stream().mapToDouble(this::work).sum();
		double done = 0;
		for (final Node node : open) {
			final double before = done;
			done += work(node);
			listener.onPhase(new Phase("node", computed.size() + 1, open.size(),
				before / all, Math.min(1, done / all)));
			context.begin(node);
			byNode.put(node.id(), problems(node, () -> types.find(node.type())
				.orElseThrow().function().call(call(node, byNode, context))));
			computed.add(node.id());
		}
		plan.order().forEach(n -> known.put(keyOf.get(n.id()), byNode.get(n.id())));
		cache.keep(known);
		return new Result(plan.shown().stream().map(n -> new Shown(n,
			(Tensor) byNode.get(n.id()).get(0))).toList(), computed, null);
	}

	/** About how long a node takes beside others. */
	private double work(final Node node) {
		final NodeType type = types.find(node.type()).orElseThrow();
		final boolean takes = type.inputs().stream().anyMatch(i -> i
			.kind() == Kind.LATENT);
		return takes && type.inputs().stream().anyMatch(i -> i
			.kind() == Kind.MODEL || i.kind() == Kind.GUIDER) ? SAMPLING : 1;
	}

	private NodeCall call(final Node node, final Map<String, List<?>> byNode,
		final EngineContext context)
	{
		final NodeType type = types.find(node.type()).orElseThrow();
		final Map<String, Object> inputs = new HashMap<>();
		for (final Input input : type.inputs()) {
			final Value value = node.inputs().get(input.name());
			if (value instanceof Value.Link link) {
				inputs.put(input.name(), byNode.get(link.node()).get(link.slot()));
			}
			else if (value != null) {
				inputs.put(input.name(), input.read(value));
			}
		}
		return new NodeCall(node.id(), inputs, context);
	}

	private interface Work<T> {

		T call() throws IOException;
	}

	/** Says which node has refused something. */
	private static <T> T problems(final Node node, final Work<T> work)
		throws IOException
	{
		try {
			return work.call();
		}
		catch (final WorkflowException e) {
			throw e;
		}
		catch (final IllegalArgumentException e) {
			if (Failure.isFault(e)) {
				throw e;
			}
			final WorkflowException named = new WorkflowException(List.of(Problem.of(
				node, e.getMessage())));
			named.initCause(e);
			throw named;
		}
	}
}
