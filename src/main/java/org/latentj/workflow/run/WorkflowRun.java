
package org.latentj.workflow.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.List;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.graph.Value;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.provenance.Provenance.Call;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.Session;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.Provenance;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Graph;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.WorkflowException;
import org.latentj.workflow.node.FilePrefix;
import org.latentj.workflow.node.LoadedPicture;

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

	/** What records call the command. */
	public static final String COMMAND = "Run Workflow...";

	/** What a record's call says of its sampler's noise. */
	public static final String NOISE = "samplernoise";

	/** What a record's call says of the node whose images they are. */
	public static final String NODE = "node";

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
	 * @param node that the workflow is run for, with filled prefixes of files
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
	 * @param computation how, also those whose results were known
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
	 * All that is wrong with a workflow; nothing is loaded to know it.
	 *
	 * @return empty if it can be run
	 */
	public List<Problem> problems(final Graph graph) {
		try {
			check(graph);
			return List.of();
		}
		catch (final WorkflowException e) {
			return e.problems();
		}
	}

	/** The ids of all nodes that an image comes from. */
	public Set<String> used(final Graph graph) {
		return graph.nodes().values().stream().filter(n -> types.shows(n.type()))
			.flatMap(n -> graph.above(n.id()).stream()).map(Node::id).collect(
				Collectors.toSet());
	}

	/**
	 * All that decides the images of a node, a name and a text for each input of
	 * a node, as in {@code node 5 'KSampler' seed}: files of models by SHA-256,
	 * pictures by that of their pixels.
	 *
	 * @param graph has no problems
	 * @throws IOException if a file cannot be read
	 */
	public Map<String, String> decidingValues(final Graph graph, final Node shown,
		final FileHashes hashes, final StopSignal stop) throws IOException
	{
		return new DecidingValues(PlainValues.of(graph, types), types, names,
			pictures, hashes, stop).of(shown);
	}

	/** What {@link #decidingValues} calls an input of a node. */
	public static String valueName(final Node node, final String input) {
		return DecidingValues.name(node, input);
	}

	/**
	 * SHA-256 of those files of models that the record of a node's images tells
	 * as text only, by what they are, as in {@code ControlNet edges.safetensors}.
	 *
	 * @throws IOException if a file cannot be read
	 */
	public Map<String, String> otherModels(final Graph graph, final Node shown,
		final FileHashes hashes, final StopSignal stop) throws IOException
	{
		return new WorkflowRecord(graph, types, names, hashes, stop).others(shown);
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
			engine, versions, how).map(record -> record.withCall(call(graph, shown)));
	}

	/** How it can be made again: for which node, of which pictures. */
	private Call call(final Graph graph, final Node shown) {
		final Map<String, InputImage> images = new LinkedHashMap<>();
		for (final Node node : PlainValues.of(graph, types).above(shown.id())) {
			for (final Input input : types.find(node.type()).orElseThrow().inputs()) {
				if (input.widget().orElse(null) instanceof Input.Picture && node
					.inputs().get(input.name()) instanceof Value.Text name)
				{
					images.put(node.id(), new InputImage(name.text(), pictures.digest(name
						.text()), 1, ""));
				}
			}
		}
		// NB: in the same order in each process, so that records are equal.
		final Map<String, String> inputs = new LinkedHashMap<>();
		inputs.put(NODE, shown.id());
		inputs.put(NOISE, noise.id());
		return new Call(COMMAND, inputs, images);
	}

	/**
	 * What tells a picture from others: SHA-256 of its size and numbers, as
	 * records of workflows have it.
	 *
	 * @return 64 hexadecimal digits
	 */
	public static String digest(final LoadedPicture picture) {
		return Pictures.digest(picture);
	}

	private Plan plan(final Graph graph) {
		return new Checks(PlainValues.of(graph, types), types, names, pictures)
			.plan();
	}

	/** With what stands for places in the names of files. */
	private List<Shown> named(final Graph graph, final List<Shown> shown) {
		final FilePrefix prefix = new FilePrefix(PlainValues.of(graph, types),
			LocalDateTime.now());
		return shown.stream().map(s -> new Shown(prefix.on(s.node(), types.find(s
			.node().type()).orElseThrow(), s.images().size(-1), s.images().size(-2)),
			s.images())).toList();
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
		GraphSettings.notes(graph, noise).forEach(listener::onWarning);
		final Companions companions = new Companions(PlainValues.of(graph, types),
			types, names);
		try (Session session = engine.session(stop)) {
			final EngineContext context = new EngineContext(engine, session,
				companions, names, pictures, noise, GraphSettings.speed(graph),
				listener, stop);
			final NodeKeys keys = new NodeKeys(types, names, companions, pictures,
				noise + " " + GraphSettings.speed(graph) + " " + engine.settings());
			final Result result = new NodeRuns(types, cache, context, listener,
				session::computation).run(plan, keys);
			session.warnings().forEach(context::onWarning);
			listener.onComputation(result.computation());
			return new Result(named(graph, result.shown()), result.computed(), result
				.computation());
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}
}
