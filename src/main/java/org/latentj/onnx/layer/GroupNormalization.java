
package org.latentj.onnx.layer;

import java.util.Arrays;
import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * Group normalisation (Wu and He 2018), then scale and shift of each channel.
 */
public record GroupNormalization(GraphBuilder graph, float epsilon) {

	/** Of each normalisation. */
	public static final int GROUPS = 32;

	/**
	 * The channels of a picture that is to be normalised in {@value #GROUPS}
	 * groups.
	 *
	 * @throws IllegalArgumentException if they cannot be shared out to them
	 */
	public static int channels(final Value x, final Weights w) {
		if (x.known() % GROUPS != 0) {
			throw w.problem("weight", "normalises " + x.known() + " channels in " +
				GROUPS + " groups; multiples of " + GROUPS + " are valid");
		}
		return x.known();
	}

	/** Of pictures whose channels the groups can share. */
	Value of(final Value x, final Weights w) {
		final int channels = channels(x, w);
		final long[] stored = { channels };
		final long[] seen = { channels, 1, 1 };
		final float[] ones = new float[GROUPS];
		Arrays.fill(ones, 1);
		final Value groups = graph.op("Reshape", List.of(x, graph.ints(0, GROUPS,
			-1)));
		// NB: com.microsoft.GroupNorm has no CPU kernel; an instance is a group
		// here.
		final Value normal = graph.op("InstanceNormalization", List.of(groups, graph
			.floats(ones, GROUPS), graph.floats(new float[GROUPS], GROUPS)), Attribute
				.of("epsilon", epsilon));
		final Value back = graph.op("Reshape", List.of(normal, graph.op("Shape",
			List.of(x))));
		final Value scaled = graph.op("Mul", List.of(back, graph.weight(w, "weight",
			stored, seen)));
		return graph.op("Add", List.of(scaled, graph.weight(w, "bias", stored,
			seen))).with(channels);
	}
}
