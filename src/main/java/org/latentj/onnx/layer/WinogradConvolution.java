
package org.latentj.onnx.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * Convolution with a kernel of 3 x 3 in tiles of m x m results (Lavin and Gray
 * 2016, arXiv:1509.09308, equation 8), a {@link MinimalFilter} along rows and
 * columns:
 *
 * <pre>
 * Y = A [sum over channels of (G g G') * (B d B')] A'.
 * </pre>
 *
 * It takes (m + 2)^2 products for each tile and pair of channels instead of 9
 * m^2: 4 of 9 for m = 2, 1 of 4 for m = 4. B d B' are {@link FilterInputs},
 * down and across; the sums over channels are one convolution of 1 x 1 in (m +
 * 2)^2 groups on maps of a m-th of height and width; A and A' are one product
 * by a constant matrix. So is G g G', of the weights, which stay as they are in
 * their file.
 * <p>
 * NB: ONNX Runtime's time to open a graph grows with the square of the nodes,
 * so that there are few.
 * </p>
 */
final class WinogradConvolution {

	/**
	 * Channels in and out from which it pays: measured, see BENCHMARKS.md. With
	 * fewer the maps take longer than the products.
	 */
	private static final int PAYS = 256;

	/**
	 * Cells of a map from which it pays, 16 x 16: G g G', which is made in each
	 * call, takes longer than it saves with fewer; see BENCHMARKS.md.
	 */
	private static final int CELLS = 256;

	/**
	 * Pairs of channels up to which it does where the size of the map is not
	 * asked: layers of more have small ones.
	 */
	private static final int MOST = 1 << 20;

	/**
	 * Pairs of channels whose G g G' are made at a time: 38 MB, which are still
	 * in the processor's cache when they are multiplied; see BENCHMARKS.md.
	 */
	private static final int PART = 1 << 18;

	/** Side of a tile of four results and what the kernel reaches beyond. */
	private static final int TILE = 6;

	private final GraphBuilder graph;

	private final MinimalFilter filter;

	private final FilterInputs inputs;

	/** Of how many pairs of channels G g G' are made at a time. */
	private final int most;

	WinogradConvolution(final GraphBuilder graph, final MinimalFilter filter) {
		this(graph, filter, PART);
	}

	WinogradConvolution(final GraphBuilder graph, final MinimalFilter filter,
		final int most)
	{
		this.graph = graph;
		this.filter = filter;
		this.most = most;
		inputs = new FilterInputs(graph, filter);
	}

	/** Whether a convolution is one that this does, and does faster. */
	static boolean pays(final int channels, final Products.Convolution layer) {
		return fits(channels, layer) && pays(channels, layer.out());
	}

	private static boolean pays(final int channels, final int out) {
		return Math.min(channels, out) >= PAYS;
	}

	/** Whether all parts of G g G' together take 150 MB at most. */
	static boolean isSmall(final int channels, final int out) {
		return (long) channels * out <= MOST;
	}

	/** Whether a map is large enough for it, [1]. */
	Value isLarge(final Value x) {
		return graph.op("GreaterOrEqual", List.of(graph.op("Mul", List.of(length(x,
			2), length(x, 3))), graph.ints(CELLS)));
	}

	/** Height or width of a map, [1]. */
	private Value length(final Value x, final int axis) {
		return graph.op("Shape", List.of(x), Attribute.of("start", axis), Attribute
			.of("end", axis + 1));
	}

	/**
	 * Bytes of what a call makes of the weights of one of 3 x 3, all parts
	 * together.
	 */
	static long bytes(final int channels, final int out) {
		return pays(channels, out) && isSmall(channels, out) ? (long) channels *
			out * TILE * TILE * Float.BYTES : 0;
	}

	/**
	 * How many channels are computed at a time: whole blocks, as many in each
	 * part.
	 */
	int part(final int channels, final int out) {
		int parts = 1;
		while (out / parts > FilterInputs.BLOCK && ((long) channels * out /
			parts > most || out % (parts * FilterInputs.BLOCK) != 0))
		{
			parts++;
		}
		return out / parts;
	}

	/** Whether a convolution is one that this does. */
	static boolean fits(final int channels, final Products.Convolution layer) {
		return layer.kernel() == 3 && layer.stride() == 1 && layer.biased() &&
			Arrays.stream(layer.pads()).allMatch(p -> p == 1) && channels %
				FilterInputs.BLOCK == 0 && layer.out() % FilterInputs.BLOCK == 0;
	}

	/**
	 * Adds it to the graph.
	 *
	 * @param x [B, C, H, W]
	 * @param cell height and width are multiples of it
	 * @return [B, out, H, W]
	 */
	Value of(final Value x, final Products.Convolution layer, final int cell) {
		final Value tiles = inputs.ofAll(inputs.ofAll(x, true), false);
		final int part = part(x.known(), layer.out());
		final List<Value> results = new ArrayList<>();
		for (int first = 0; first < layer.out(); first += part) {
			results.add(results(sums(tiles, x.known(), layer, first, first + part)));
		}
		final Value y = side(results.size() == 1 ? results.get(0) : graph.op(
			"Concat", results, Attribute.of("axis", 2)), tiles, layer.out());
		return (cell % filter.results() == 0 ? y : cropped(y, x)).with(layer.out());
	}

	/** [B, products * (end - first), h, w] of some of the channels given. */
	private Value sums(final Value tiles, final int channels,
		final Products.Convolution layer, final int first, final int end)
	{
		return graph.op("Conv", List.of(tiles, weights(channels, layer, first, end),
			bias(layer, first, end)), Attribute.of("kernel_shape", new long[] { 1,
				1 }), Attribute.of("group", filter.size() * filter.size()));
	}

	/** Sums over channels to results, [B, m * m, channels * h * w]. */
	private Value results(final Value sums) {
		final int count = filter.size() * filter.size();
		return graph.op("MatMul", List.of(graph.floats(results(), (long) filter
			.results() * filter.results(), count), graph.op("Reshape", List.of(sums,
				graph.ints(0, count, -1)))));
	}

	/** Of each product, column by column, the row and the column. */
	private int[] place(final int product) {
		return new int[] { product % filter.size(), product / filter.size() };
	}

	/** G g G' of some of the channels given, [products * them, C, 1, 1]. */
	private Value weights(final int channels, final Products.Convolution layer,
		final int first, final int end)
	{
		final int count = filter.size() * filter.size();
		final float[] both = new float[count * 9];
		for (int i = 0; i < both.length; i++) {
			final int[] at = place(i / 9);
			both[i] = (float) (filter.weights(at[0])[i % 9 / 3] * filter.weights(
				at[1])[i % 3]);
		}
		final long[] shape = layer.shape(channels);
		final Value kernels = graph.op("Reshape", List.of(graph.deriving(layer
			.from(), "weight", first, end, shape).rows(layer.from(), "weight", first,
				end, shape), graph.ints(-1, 9)));
		return graph.op("Reshape", List.of(graph.op("Gemm", List.of(graph.floats(
			both, count, 9), kernels), Attribute.of("transB", 1)), graph.ints(
				(long) count * (end - first), channels, 1, 1)));
	}

	/** What of the bias is added to each product, [products * channels given]. */
	private Value bias(final Products.Convolution layer, final int first,
		final int end)
	{
		final int count = filter.size() * filter.size();
		final float[] parts = new float[count];
		for (int i = 0; i < count; i++) {
			parts[i] = (float) (filter.offset(place(i)[0]) * filter.offset(place(
				i)[1]));
		}
		return graph.op("Reshape", List.of(graph.op("Mul", List.of(graph.floats(
			parts, count, 1), graph.rows(layer.from(), "bias", first, end, layer
				.out()))), graph.ints(-1)));
	}

	/** A and A' as one matrix, [results, products]. */
	private float[] results() {
		final int count = filter.size() * filter.size();
		final float[] both = new float[filter.results() * filter.results() * count];
		for (int i = 0; i < both.length; i++) {
			final int result = i / count;
			final int[] at = place(i % count);
			both[i] = (float) (filter.result(result / filter.results(), at[0]) *
				filter.result(result % filter.results(), at[1]));
		}
		return both;
	}

	/**
	 * Tiles side by side. NB: columns are put together by Concat, which takes
	 * half the time of a Transpose of single numbers.
	 *
	 * @param results [B, m * m, C * h * w]
	 * @param like [.., .., h, w]
	 * @return [B, C, m * h, m * w]
	 */
	private Value side(final Value results, final Value like,
		final int channels)
	{
		final int m = filter.results();
		final Value tiles = graph.op("Reshape", List.of(results, graph.ints(0, m, m,
			-1, 1)));
		final Value columns = graph.op("Concat", graph.ops("", "Split", m, List.of(
			tiles), Attribute.of("axis", 2), Attribute.of("num_outputs", m)),
			Attribute.of("axis", 4));
		final Value width = graph.op("Mul", List.of(length(like, 3), graph.ints(
			m)));
		final Value rows = graph.op("Reshape", List.of(columns, graph.op("Concat",
			List.of(graph.ints(0, m, -1), width), Attribute.of("axis", 0))));
		return graph.op("Reshape", List.of(graph.op("Transpose", List.of(rows),
			Attribute.of("perm", new long[] { 0, 2, 1, 3 })), graph.op("Concat", List
				.of(graph.ints(0, channels, -1), width), Attribute.of("axis", 0))));
	}

	/** What the last tiles have beyond the picture is cut off. */
	private Value cropped(final Value y, final Value x) {
		return graph.op("Slice", List.of(y, graph.ints(0, 0), graph.op("Shape", List
			.of(x), Attribute.of("start", 2), Attribute.of("end", 4)), graph.ints(2,
				3)));
	}
}
