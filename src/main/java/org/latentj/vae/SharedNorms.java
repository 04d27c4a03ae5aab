
package org.latentj.vae;

import java.util.ArrayList;
import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.GroupNormalization;
import org.latentj.onnx.graph.Value;

/**
 * Group normalisations (Wu and He 2018) of a graph that sees one tile of a
 * picture at a time. The graph gives out the means and variances of the 32
 * groups in the tile's core (where it stands in the picture without its
 * overlaps, {@link #CORE}: top, left, bottom, right in latent cells), for all
 * normalisations, {@link #OWN} [norms, 32, 2]. It normalises by
 * {@link #STATISTICS}, of the same shape, that are given: with {@link #SAMPLE}
 * [1] = 0 by these as they are; with 1 the tile is a sample of the picture, and
 * they correct its own, a difference of means and a ratio of variances (with
 * epsilon added). Of one item only, not of a batch.
 */
final class SharedNorms {

	static final String STATISTICS = "statistics";

	static final String SAMPLE = "sample";

	static final String CORE = "core";

	static final String OWN = "own statistics";

	static final int GROUPS = GroupNormalization.GROUPS;

	private final GraphBuilder graph;

	private final float epsilon;

	/** One for each normalisation so far, [1, 32, 2]. */
	private final List<Value> own = new ArrayList<>();

	/** Declared with the first normalisation. */
	private Value statistics;

	private Value sample;

	private Value core;

	SharedNorms(final GraphBuilder graph, final float epsilon) {
		this.graph = graph;
		this.epsilon = epsilon;
	}

	/** @param cell edge of a latent cell in samples of {@code x} */
	Value norm(final Value x, final Weights w, final int cell) {
		if (own.isEmpty()) {
			declare();
		}
		final Value given = op("Gather", statistics, graph.ints(own.size()));
		own.add(statistics(x, cell));
		final Value whole = op("Sub", graph.floats(new float[] { 1 }, 1), sample);
		final Value small = graph.floats(new float[] { epsilon }, 1);
		final Value mine = own.get(own.size() - 1);
		final Value mean = op("Add", op("Mul", sample, first(mine)), first(given));
		final Value variance = op("Mul", op("Add", op("Mul", sample, op("Add",
			second(mine), small)), whole), op("Add", second(given), op("Mul", whole,
				small)));
		final Value deviation = op("Sqrt", variance);
		final int channels = GroupNormalization.channels(x, w);
		final long[] stored = { channels };
		final long[] seen = { 1, GROUPS, channels / GROUPS };
		final Value factor = op("Div", graph.weight(w, "weight", stored, seen),
			deviation);
		final Value shift = op("Sub", graph.weight(w, "bias", stored, seen), op(
			"Mul", mean, factor));
		final Value shape = graph.ints(1, channels, 1, 1);
		return op("Add", op("Mul", x, op("Reshape", factor, shape)), op("Reshape",
			shift, shape)).with(channels);
	}

	private void declare() {
		statistics = graph.input(STATISTICS, ElementType.FLOAT, "norms", GROUPS, 2);
		sample = graph.input(SAMPLE, ElementType.FLOAT, 1);
		core = graph.op("Cast", List.of(graph.input(CORE, ElementType.FLOAT, 4)),
			Attribute.of("to", ElementType.INT64.number()));
	}

	/** Mean and variance of each group over the core, [1, 32, 2]. */
	private Value statistics(final Value x, final int cell) {
		final Value corners = op("Mul", core, graph.ints(cell));
		final Value part = slice(x, slice(corners, graph.ints(0), graph.ints(2), 0),
			slice(corners, graph.ints(2), graph.ints(4), 0), 2, 3);
		final Value groups = op("Reshape", part, graph.ints(1, GROUPS, -1));
		final Value mean = op("ReduceMean", groups, graph.ints(2));
		// NB: not the mean of squares less the square of the mean: differences of
		// large numbers.
		final Value squares = op("ReduceSumSquare", op("Sub", groups, mean), graph
			.ints(2));
		final Value count = graph.toFloat(graph.op("Shape", List.of(groups),
			Attribute.of("start", 2), Attribute.of("end", 3)));
		return graph.op("Concat", List.of(mean, op("Div", squares, count)),
			Attribute.of("axis", 2));
	}

	/**
	 * Declares the output, if there are normalisations.
	 *
	 * @return how many
	 */
	int output() {
		if (!own.isEmpty()) {
			graph.output(OWN, graph.op("Concat", own, Attribute.of("axis", 0)), own
				.size(), GROUPS, 2);
		}
		return own.size();
	}

	private Value first(final Value pairs) {
		return slice(pairs, graph.ints(0), graph.ints(1), 2);
	}

	private Value second(final Value pairs) {
		return slice(pairs, graph.ints(1), graph.ints(2), 2);
	}

	private Value slice(final Value x, final Value from, final Value to,
		final long... axes)
	{
		return op("Slice", x, from, to, graph.ints(axes));
	}

	private Value op(final String type, final Value... inputs) {
		return graph.op(type, List.of(inputs));
	}
}
