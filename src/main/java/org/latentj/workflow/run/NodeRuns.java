
package org.latentj.workflow.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.latentj.control.Failure;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.RunListener;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Problem;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.graph.WorkflowException;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;
import org.latentj.workflow.run.ResultCache.Kept;
import org.latentj.workflow.run.ResultCache.Networks;

/** Runs the nodes of a plan, each behind what it needs, if it is not known. */
final class NodeRuns {

	/** A sampler takes as long as so many other nodes. */
	private static final double SAMPLING = 20;

	private final NodeTypes types;

	private final ResultCache cache;

	private final EngineContext context;

	private final RunListener listener;

	private final Supplier<Computation> computation;

	/** @param computation tells which networks were run so far */
	NodeRuns(final NodeTypes types, final ResultCache cache,
		final EngineContext context, final RunListener listener,
		final Supplier<Computation> computation)
	{
		this.computation = computation;
		this.types = types;
		this.cache = cache;
		this.context = context;
		this.listener = listener;
	}

	/** The images, which nodes were computed, and how all of them were. */
	WorkflowRun.Result run(final Plan plan, final NodeKeys keys)
		throws IOException
	{
		final Map<String, Kept> byNode = new HashMap<>();
		final Map<String, String> keyOf = new LinkedHashMap<>();
		for (final Node node : plan.order()) {
			keyOf.put(node.id(), problems(node, () -> keys.of(node)));
		}
		final List<Node> open = new ArrayList<>();
		for (final Node node : plan.order()) {
			final Optional<Kept> before = cache.find(keyOf.get(node.id()));
			before.ifPresentOrElse(r -> byNode.put(node.id(), r), () -> open.add(
				node));
		}
		try {
			compute(open, byNode);
		}
		finally {
			// NB: also of a run that was stopped, or had to be: the next one goes on.
			final Map<String, Kept> known = new HashMap<>();
			byNode.forEach((id, kept) -> known.put(keyOf.get(id), kept));
			cache.keep(known);
		}
		Computation how = computation.get();
		for (final Kept kept : byNode.values()) {
			how = kept.networks().in(how);
		}
		return new WorkflowRun.Result(plan.shown().stream().map(
			n -> new WorkflowRun.Shown(n, (Tensor) byNode.get(n.id()).results().get(
				0))).toList(), open.stream().map(Node::id).toList(), how);
	}

	private void compute(final List<Node> open, final Map<String, Kept> byNode)
		throws IOException
	{
		final double all = open.stream().mapToDouble(this::work).sum();
		double done = 0;
		for (int i = 0; i < open.size(); i++) {
			final Node node = open.get(i);
			final double before = done;
			done += work(node);
			listener.onPhase(new Phase("node", i + 1, open.size(), before / all, Math
				.min(1, done / all)));
			context.begin(node);
			final Networks earlier = Networks.of(computation.get());
			final List<?> results = problems(node, () -> types.find(node.type())
				.orElseThrow().function().call(call(node, byNode)));
			byNode.put(node.id(), new Kept(results, Networks.of(computation.get())
				.since(earlier)));
		}
	}

	/** About how long a node takes beside others. */
	private double work(final Node node) {
		return samples(types.find(node.type()).orElseThrow()) ? SAMPLING : 1;
	}

	/** Whether nodes of a type sample: they are given a latent and a model. */
	static boolean samples(final NodeType type) {
		final List<Kind<?>> kinds = type.inputs().stream().<Kind<?>> map(
			Input::kind).toList();
		return kinds.contains(Kind.LATENT) && (kinds.contains(Kind.MODEL) || kinds
			.contains(Kind.GUIDER));
	}

	/** NB: what another node gives is known only now. */
	private static Object checked(final Input input, final Object given) {
		final Optional<Value> value = input.widget().isEmpty() ? Optional.empty()
			: given instanceof Long whole ? Optional.of(Value.of(whole))
				: given instanceof Double number && Double.isFinite(number) ? Optional
					.of(Value.of(number)) : given instanceof String text ? Optional.of(
						Value.of(text)) : Optional.empty();
		value.flatMap(input::problem).ifPresent(text -> {
			throw new IllegalArgumentException(text);
		});
		return given;
	}

	private NodeCall call(final Node node, final Map<String, Kept> byNode) {
		final NodeType type = types.find(node.type()).orElseThrow();
		final Map<String, Object> inputs = new HashMap<>();
		for (final Input input : type.inputs()) {
			final Value value = node.inputs().get(input.name());
			if (value instanceof Value.Link link) {
				inputs.put(input.name(), checked(input, byNode.get(link.node())
					.results().get(link.slot())));
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
