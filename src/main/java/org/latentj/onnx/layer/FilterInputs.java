
package org.latentj.onnx.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * What the products of a {@link MinimalFilter} take of a picture's tiles, of
 * their rows or of their columns: a convolution of each channel alone, in steps
 * of a tile.
 * <p>
 * NB: ONNX Runtime is fast at these only in its layout of blocks, which it has
 * on processors, at optimisation of layouts, for channels in multiples of
 * {@value #BLOCK}.
 * </p>
 */
record FilterInputs(GraphBuilder graph, MinimalFilter filter) {

	/** Channels in a block of ONNX Runtime's layout. */
	static final int BLOCK = 16;

	/**
	 * Channels of a kernel for as many items as that makes; see {@link #ofAll}.
	 */
	private static final int MOST = 4 * BLOCK;

	/**
	 * What all products take of each tile, of its rows or of its columns: the
	 * maps of one product behind those of the other.
	 * <p>
	 * NB: all channels have the same kernel, so that those of an item are taken
	 * for several items of fewer channels: in each branch of a graph a kernel is
	 * a constant of its own.
	 * </p>
	 *
	 * @param x [B, C, H, W]
	 * @return [B, products * C, H / m, W], or [B, products * C, H, W / m]
	 */
	Value ofAll(final Value x, final boolean rows) {
		final int channels = x.known();
		final int each = channels % MOST == 0 ? MOST : BLOCK;
		final Value items = graph.op("Reshape", List.of(x, graph.ints(-1, each, 0,
			0))).with(each);
		final List<Value> all = new ArrayList<>();
		for (int i = 0; i < filter.size(); i++) {
			all.add(graph.op("Reshape", List.of(of(items, i, rows), graph.ints(-1,
				channels, 0, 0))));
		}
		return graph.op("Concat", all, Attribute.of("axis", 1)).with(filter.size() *
			channels);
	}

	/**
	 * What one product takes of each tile. Where the last tile is not full, it
	 * has zeros beyond the picture.
	 *
	 * @param x [B, C, H, W]
	 * @param rows whether tiles are m rows high; else they are m columns wide
	 * @return [B, C, H / m, W], or [B, C, H, W / m], rounded up
	 */
	Value of(final Value x, final int product, final boolean rows) {
		final double[] all = filter.inputs(product);
		// NB: only every second number of some rows of B is not 0.
		final int[] used = IntStream.range(0, all.length).filter(i -> all[i] != 0)
			.toArray();
		final int step = used[1] - used[0];
		final float[] kernel = new float[x.known() * used.length];
		for (int i = 0; i < kernel.length; i++) {
			kernel[i] = (float) all[used[i % used.length]];
		}
		final long[] pads = { 1 - used[0], used[used.length - 1] - 1 };
		final long[] shape = along(rows, used.length, 1);
		return graph.op("Conv", List.of(x, graph.floats(kernel, x.known(), 1,
			shape[0], shape[1])), Attribute.of("group", x.known()), Attribute.of(
				"kernel_shape", shape), Attribute.of("strides", along(rows, filter
					.results(), 1)), Attribute.of("dilations", along(rows, step, 1)),
			Attribute.of("pads", rows ? new long[] { pads[0], 0, pads[1], 0 }
				: new long[] { 0, pads[0], 0, pads[1] })).with(x.known());
	}

	private static long[] along(final boolean rows, final long own,
		final long other)
	{
		return rows ? new long[] { own, other } : new long[] { other, own };
	}
}
