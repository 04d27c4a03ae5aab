
package org.latentj.onnx.layer;

import java.util.Optional;

import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * Products in the graph's arithmetic, those of convolutions of 3 x 3 with many
 * channels as {@link WinogradConvolution}s, and those with fewer, where that is
 * asked for, as {@link RowConvolution}s.
 */
record TiledProducts(Products.Exact exact, WinogradConvolution tiles,
		Optional<RowConvolution> rows) implements Products {

	/** @param rows whether maps are large enough that tiles of rows pay */
	static TiledProducts of(final GraphBuilder graph, final boolean rows) {
		final MinimalFilter filter = MinimalFilter.OF_FOUR;
		return new TiledProducts(new Exact(graph), new WinogradConvolution(graph,
			filter), rows ? Optional.of(new RowConvolution(graph, filter)) : Optional
				.empty());
	}

	@Override
	public Value linear(final Value x, final Linear layer) {
		return exact.linear(x, layer);
	}

	@Override
	public Value convolution(final Value x, final Convolution layer) {
		return convolution(x, layer, 1);
	}

	@Override
	public Value convolution(final Value x, final Convolution layer,
		final int cell)
	{
		if (rows.isPresent() && RowConvolution.pays(x.known(), layer)) {
			return rows.get().of(x, layer, cell);
		}
		if (!WinogradConvolution.pays(x.known(), layer)) {
			return exact.convolution(x, layer);
		}
		return byItsSize(x, layer, cell);
	}

	/**
	 * In tiles where a map is large enough that they save more than their weights
	 * cost. NB: a weight that is computed would be there twice, whole and in
	 * parts. Of those in the file the small ones belong to large maps mostly, so
	 * that the whole is not worth being unpacked.
	 */
	private Value byItsSize(final Value x, final Convolution layer,
		final int cell)
	{
		final boolean small = WinogradConvolution.isSmall(x.known(), layer.out());
		if (layer.from().computed("weight").isPresent()) {
			return small ? tiles.of(x, layer, cell) : exact.convolution(x, layer);
		}
		if (small) {
			exact.graph().deriving(layer.from(), "weight", 0, layer.out(), layer
				.shape(x.known()));
		}
		return exact.graph().either(tiles.isLarge(x), () -> tiles.of(x, layer,
			cell), () -> exact.convolution(x, layer)).with(layer.out());
	}
}
