
package org.latentj.onnx.engine;

import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import org.latentj.control.Failure;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.InferenceException;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;

/**
 * What opens graphs: ONNX Runtime, or for bf16 the {@link GraphEngine} that is
 * found beside it. Whoever builds a graph does not know which one runs it.
 */
public final class GraphEngines {

	private GraphEngines() {}

	/**
	 * Opens a graph on the engine that its precision asks for, to be run many
	 * times in a row.
	 *
	 * @throws InferenceException if there is none here, or it refuses the graph
	 */
	public static GraphModel open(final OnnxModel model,
		final OrtSettings settings)
	{
		return settings.precision() == Precision.BF16 ? required().open(model)
			: new OrtGraph(OrtModel.openToRest(model, settings));
	}

	/**
	 * Likewise, for a graph that is run seldom on what is large: the memory that
	 * a run took is given back at its end.
	 */
	public static GraphModel openToGiveBack(final OnnxModel model,
		final OrtSettings settings)
	{
		return settings.precision() == Precision.BF16 ? required().openToGiveBack(
			model) : new OrtGraph(OrtModel.openToGiveBack(model, settings));
	}

	/**
	 * The same of a graph whose outputs are held: see {@link GraphModel#hold}.
	 */
	public static GraphModel openToHold(final OnnxModel model,
		final OrtSettings settings)
	{
		return settings.precision() == Precision.BF16 ? required().open(model)
			: new OrtGraph(OrtModel.openToHold(model, settings));
	}

	/**
	 * Fails unless graphs can be opened so here.
	 *
	 * @throws InferenceException if what computes bf16 is missing; the message
	 *           says what, and what would be valid
	 */
	public static void require(final OrtSettings settings) {
		if (settings.precision() == Precision.BF16) {
			required();
		}
	}

	/** What can be said of bf16 here: the engine's version, or why not. */
	public static String told() {
		try {
			return found().map(e -> e.problem().map(p -> e.version() +
				" cannot be used: " + p).orElseGet(e::version)).orElse(
					"the oneDNN engine is not here");
		}
		catch (final InferenceException e) {
			return e.getMessage();
		}
	}

	/** Whether bf16 can be computed here. */
	public static boolean haveBf16() {
		return loaded().filter(e -> e.problem().isEmpty()).isPresent();
	}

	/**
	 * How long bf16 takes here, of what 32 bits take: see
	 * {@link GraphEngine#relativeTime}.
	 *
	 * @return above 0; empty where it is not known, or nothing computes bf16
	 */
	public static OptionalDouble relativeTime() {
		return loaded().map(GraphEngine::relativeTime).orElseGet(
			OptionalDouble::empty);
	}

	private static GraphEngine required() {
		final GraphEngine engine = wanted().orElseThrow(() -> refusal(
			"the oneDNN engine computes, an artifact of its own that is not here: " +
				"put it beside LatentJ's jar (docs/compute.md), or", null));
		engine.problem().ifPresent(problem -> {
			throw refusal(engine.version() + " cannot compute here: " + problem + ";",
				null);
		});
		return engine;
	}

	private static Optional<GraphEngine> wanted() {
		try {
			return found();
		}
		catch (final InferenceException e) {
			throw refusal("cannot be computed: " + e.getMessage() +
				". Put the engine's jar of this version of LatentJ beside LatentJ's " +
				"(docs/compute.md), or", e);
		}
	}

	private static InferenceException refusal(final String why,
		final Throwable cause)
	{
		return new InferenceException("quality is 'bf16', which " + why +
			" choose quality exact or fast", cause);
	}

	/** NB: one that cannot be loaded is none; who opens a graph is told why. */
	private static Optional<GraphEngine> loaded() {
		try {
			return found();
		}
		catch (final InferenceException e) {
			return Optional.empty();
		}
	}

	/** @throws InferenceException if there is one that cannot be loaded */
	private static Optional<GraphEngine> found() {
		try {
			final Iterator<GraphEngine> all = ServiceLoader.load(GraphEngine.class,
				GraphEngine.class.getClassLoader()).iterator();
			return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
		}
		catch (final ServiceConfigurationError | LinkageError e) {
			throw new InferenceException("the engine of bf16 beside LatentJ cannot " +
				"be loaded: " + Failure.innermost(e), e);
		}
	}
}
