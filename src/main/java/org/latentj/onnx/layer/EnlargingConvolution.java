
package org.latentj.onnx.layer;

import java.util.ArrayList;
import java.util.List;

import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * Nearest-neighbour enlargement by two and a convolution with a kernel of 3 x 3
 * behind it. Of the nine samples below the kernel some are the same one: an
 * even column sees the columns (j - 1, j, j) of the small picture, an odd one
 * (j, j, j + 1). So it is four convolutions of 2 x 2 of the small picture, for
 * even and odd rows and columns, whose weights are sums of the nine, and takes
 * 4 of 9 products. The numbers are the same but for rounding.
 */
final class EnlargingConvolution {

	/** What the two weights of even and of odd columns take of the three. */
	private static final int[][][] SUMS = { { { 1, 0, 0 }, { 0, 1, 1 } }, { { 1,
		1, 0 }, { 0, 0, 1 } } };

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
		final Value kernels = graph.op("Reshape", List.of(graph.derived(layer
			.from(), "weight", layer.shape(x.known())), graph.ints(-1, 9)));
		final Value bias = graph.weight(layer.from(), "bias", layer.out());
		final List<List<Value>> phases = new ArrayList<>();
		for (int row = 0; row < 2; row++) {
			final List<Value> columns = new ArrayList<>();
			for (int column = 0; column < 2; column++) {
				final Value weight = graph.op("Reshape", List.of(graph.op("MatMul", List
					.of(kernels, graph.floats(sums(SUMS[row], SUMS[column]), 9, 4))),
					graph.ints(layer.out(), x.known(), 2, 2)));
				columns.add(graph.op("Conv", List.of(x, weight, bias), Attribute.of(
					"kernel_shape", new long[] { 2, 2 }), Attribute.of("pads",
						new long[] { 1 - row, 1 - column, row, column })));
			}
			phases.add(columns);
		}
		return Interleaving.of(graph, phases).with(layer.out());
	}

	/** Which of the nine weights each of the four adds up, [9, 4]. */
	private static float[] sums(final int[][] rows, final int[][] columns) {
		final float[] all = new float[9 * 4];
		for (int i = 0; i < all.length; i++) {
			final int from = i / 4;
			final int to = i % 4;
			all[i] = rows[to / 2][from / 3] * columns[to % 2][from % 3];
		}
		return all;
	}
}
