
package org.latentj.onnx.layer;

import java.util.ArrayList;
import java.util.List;

import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * Convolution with a kernel of 3 x 3 in tiles of m rows, a
 * {@link MinimalFilter} along the columns of the picture alone (Lavin and Gray
 * 2016, arXiv:1509.09308, equation 5):
 *
 * <pre>
 * Y = A [sum over channels of (G g) * (B d)],
 * </pre>
 *
 * where g * d is a convolution along rows, with the three weights of each. It
 * takes 3 (m + 2) products for each pair of channels and m results instead of 9
 * m: half for m = 4. A {@link WinogradConvolution} takes fewer, of maps that
 * are larger: this one is faster where channels are few, and as exact as all
 * products.
 * <p>
 * Each product is a convolution of its own, so that there is one map of inputs
 * at a time. Its weights are together twice as many as the file's.
 * </p>
 */
final class RowConvolution {

	/** Channels, of in and out the fewer ones, for which it pays: measured. */
	private static final int PAYS = 128;

	/** With more a {@link WinogradConvolution} is faster. */
	private static final int MOST = 256;

	private final GraphBuilder graph;

	private final MinimalFilter filter;

	private final FilterInputs inputs;

	RowConvolution(final GraphBuilder graph, final MinimalFilter filter) {
		this.graph = graph;
		this.filter = filter;
		inputs = new FilterInputs(graph, filter);
	}

	/** Whether a convolution is one that this does, and does fastest. */
	static boolean pays(final int channels, final Products.Convolution layer) {
		final int fewer = Math.min(channels, layer.out());
		return WinogradConvolution.fits(channels, layer) && fewer >= PAYS &&
			fewer <= MOST;
	}

	/**
	 * Adds it to the graph.
	 *
	 * @param x [B, C, H, W]
	 * @param cell height and width are multiples of it
	 * @return [B, out, H, W]
	 */
	Value of(final Value x, final Products.Convolution layer, final int cell) {
		final List<Value> sums = new ArrayList<>();
		for (int i = 0; i < filter.size(); i++) {
			sums.add(sum(x, layer, i));
		}
		final Value products = graph.op("Concat", sums, Attribute.of("axis", 1));
		final Value y = side(graph.op("MatMul", List.of(graph.floats(results(),
			filter.results(), filter.size()), graph.op("Reshape", List.of(products,
				graph.ints(0, filter.size(), -1))))), products, layer.out());
		return (cell % filter.results() == 0 ? y : cropped(y, x)).with(layer.out());
	}

	/** A product, summed over the channels, [B, out, h, W]. */
	private Value sum(final Value x, final Products.Convolution layer,
		final int product)
	{
		final Value weight = graph.op("Reshape", List.of(graph.op("MatMul", List.of(
			layer.kernels(graph, x.known()), graph.floats(weights(product), 9, 3))),
			graph.ints(layer.out(), x.known(), 1, 3)));
		final Value bias = graph.op("Mul", List.of(graph.weight(layer.from(),
			"bias", layer.out()), graph.floats(new float[] { (float) filter.offset(
				product) }, 1)));
		return graph.op("Conv", List.of(inputs.of(x, product, true), weight, bias),
			Attribute.of("kernel_shape", new long[] { 1, 3 }), Attribute.of("pads",
				new long[] { 0, 1, 0, 1 }));
	}

	/** What of the nine weights goes into the three of a product, [9, 3]. */
	private float[] weights(final int product) {
		final float[] all = new float[9 * 3];
		for (int row = 0; row < 3; row++) {
			for (int column = 0; column < 3; column++) {
				all[(row * 3 + column) * 3 + column] = (float) filter.weights(
					product)[row];
			}
		}
		return all;
	}

	/** A, [results, products]. */
	private float[] results() {
		final float[] all = new float[filter.results() * filter.size()];
		for (int i = 0; i < all.length; i++) {
			all[i] = (float) filter.result(i / filter.size(), i % filter.size());
		}
		return all;
	}

	/**
	 * Tiles one below the other.
	 *
	 * @param results [B, m, C * h * W]
	 * @param like [.., .., h, W]
	 * @return [B, C, m * h, W]
	 */
	private Value side(final Value results, final Value like,
		final int channels)
	{
		final int m = filter.results();
		final Value size = graph.op("Shape", List.of(like), Attribute.of("start",
			2), Attribute.of("end", 4));
		final Value tiles = graph.op("Reshape", List.of(results, graph.op("Concat",
			List.of(graph.ints(0, m, channels), size), Attribute.of("axis", 0))));
		final Value turned = graph.op("Transpose", List.of(tiles), Attribute.of(
			"perm", new long[] { 0, 2, 3, 1, 4 }));
		return graph.op("Reshape", List.of(turned, graph.op("Concat", List.of(graph
			.ints(0, 0), graph.op("Mul", List.of(size, graph.ints(m, 1)))), Attribute
				.of("axis", 0))));
	}

	/** What the last tile has beyond the picture is cut off. */
	private Value cropped(final Value y, final Value x) {
		return graph.op("Slice", List.of(y, graph.ints(0), graph.op("Shape", List
			.of(x), Attribute.of("start", 2), Attribute.of("end", 3)), graph.ints(
				2)));
	}
}
