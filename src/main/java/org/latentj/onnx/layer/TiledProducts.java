
package org.latentj.onnx.layer;

import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;

/**
 * Products in the graph's arithmetic, those of convolutions of 3 x 3 with many
 * channels as {@link WinogradConvolution}s.
 */
record TiledProducts(Products.Exact exact, WinogradConvolution tiles)
		implements
			Products {

	TiledProducts(final GraphBuilder graph, final MinimalFilter filter) {
		this(new Exact(graph), new WinogradConvolution(graph, filter));
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
		return WinogradConvolution.pays(x.known(), layer) ? tiles.of(x, layer, cell)
			: exact.convolution(x, layer);
	}
}
