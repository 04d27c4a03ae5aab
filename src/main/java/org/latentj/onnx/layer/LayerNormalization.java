
package org.latentj.onnx.layer;

import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * Layer normalisation of the last axis (Ba and others 2016, arXiv:1607.06450),
 * epsilon 1e-5, then scale and shift of each channel. NB: its mean and variance
 * are in 32 bits in any graph ({@code stash_type}).
 *
 * @param onProcessors whether it is for ONNX Runtime on processors, in 32 bits.
 *          Its operator of that name takes a row's numbers one after the other
 *          there; that for channels of pictures takes 16 at a time, and a fifth
 *          of the time: see BENCHMARKS.md
 */
record LayerNormalization(GraphBuilder graph, boolean onProcessors) {

	private static final Attribute EPSILON = Attribute.of("epsilon", 1e-5f);

	/** Of rows [N, C]. */
	Value of(final Value x, final Weights w) {
		final int channels = x.known();
		final Value scale = graph.weight(w, "weight", channels);
		final Value shift = graph.weight(w, "bias", channels);
		if (!onProcessors) {
			return graph.op("LayerNormalization", List.of(x, scale, shift), Attribute
				.of("axis", -1), EPSILON).with(channels);
		}
		final Value rows = graph.op("Shape", List.of(x), Attribute.of("start", 0),
			Attribute.of("end", 1));
		final Value picture = graph.op("Reshape", List.of(x, graph.ints(1, -1,
			channels)));
		final Value normal = graph.op("Reshape", List.of(graph.op(
			"InstanceNormalization", List.of(picture, repeated(1, rows), repeated(0,
				rows)), EPSILON), graph.ints(-1, channels)));
		return graph.op("Add", List.of(graph.op("Mul", List.of(normal, scale)),
			shift)).with(channels);
	}

	/** A number once for each row. */
	private Value repeated(final float number, final Value rows) {
		return graph.op("Expand", List.of(graph.floats(new float[] { number }, 1),
			rows));
	}
}
