
package org.latentj.onnx.layer;

import java.util.ArrayList;
import java.util.List;

import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * Nearest-neighbour enlargement by two and a convolution with a kernel of 3 x 3
 * behind it. Of three columns of weights two do, see {@link EnlargedSamples}.
 * Of rows there are three sums for two results,
 *
 * <pre>
 * even = g0 (x[i - 1] - x[i]) + (g0 + g1 + g2) x[i]
 * odd = (g0 + g1 + g2) x[i] + g2 (x[i + 1] - x[i]),
 * </pre>
 *
 * so that it takes 12 of 36 products. The numbers are the same but for
 * rounding.
 */
final class EnlargingConvolution {

	private static final int[] FIRST = { 1, 0, 0 };

	private static final int[] ALL = { 1, 1, 1 };

	private static final int[] LAST = { 0, 0, 1 };

	private final GraphBuilder graph;

	EnlargingConvolution(final GraphBuilder graph) {
		this.graph = graph;
	}

	/**
	 * Adds it to the graph.
	 *
	 * @param x [B, C, H, W]
	 * @param layer of 3 x 3, with bias
	 * @return [B, out, 2 H, 2 W]
	 */
	Value of(final Value x, final Products.Convolution layer) {
		final Value bias = graph.weight(layer.from(), "bias", layer.out());
		final Value above = difference(x, -1);
		final Value below = difference(x, 1);
		final List<Value> even = new ArrayList<>();
		final List<Value> odd = new ArrayList<>();
		for (int column = 0; column < 2; column++) {
			final Value here = sum(x, layer, ALL, column, bias);
			even.add(graph.op("Add", List.of(sum(above, layer, FIRST, column,
				Value.NONE), here)));
			odd.add(graph.op("Add", List.of(sum(below, layer, LAST, column,
				Value.NONE), here)));
		}
		return Interleaving.of(graph, List.of(even, odd)).with(layer.out());
	}

	/** What a neighbouring row has more than each; beyond the picture is 0. */
	private Value difference(final Value x, final int row) {
		final float[] kernel = new float[2 * x.known()];
		for (int i = 0; i < kernel.length; i++) {
			kernel[i] = row * (i % 2 == 0 ? -1 : 1);
		}
		return graph.op("Conv", List.of(x, graph.floats(kernel, x.known(), 1, 2,
			1)), Attribute.of("group", x.known()), Attribute.of("kernel_shape",
				new long[] { 2, 1 }), Attribute.of("pads", new long[] { row < 0 ? 1 : 0,
					0, row < 0 ? 0 : 1, 0 })).with(x.known());
	}

	/**
	 * A sum over channels.
	 *
	 * @param rows which of the rows of weights it adds up
	 * @param column 0 for even columns of the result, 1 for odd ones
	 */
	private Value sum(final Value x, final Products.Convolution layer,
		final int[] rows, final int column, final Value bias)
	{
		final Value weight = graph.op("Reshape", List.of(graph.op("MatMul", List.of(
			layer.kernels(graph, x.known()), graph.floats(weights(rows, column), 9,
				2))), graph.ints(layer.out(), x.known(), 1, 2)));
		return graph.op("Conv", List.of(x, weight, bias), Attribute.of(
			"kernel_shape", new long[] { 1, 2 }), Attribute.of("pads", new long[] { 0,
				1 - column, 0, column }));
	}

	/** Which of the nine weights each of the two adds up, [9, 2]. */
	private static float[] weights(final int[] rows, final int column) {
		final float[] all = new float[9 * 2];
		for (int i = 0; i < all.length; i++) {
			final int from = i / 2;
			all[i] = EnlargedSamples.of(column, from % 3) == i % 2 ? rows[from / 3]
				: 0;
		}
		return all;
	}
}
