
package org.latentj.unet.control;

import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.Value;

/**
 * The graph of a T2I-Adapter (Mou et al. 2023, section 3.2 and figure 3): the
 * cells of a picture, {@value #CELLS} [B, colours * side * side, h, w], to
 * features of four levels, each of two residual blocks. It is told neither of
 * the latent nor of the time.
 */
final class AdapterGraph {

	static final String CELLS = "cells";

	private final Weights weights;

	private final AdapterConfig config;

	private final GraphBuilder graph;

	private final Layers layers;

	private AdapterGraph(final Weights weights, final AdapterConfig config,
		final ElementType arithmetic)
	{
		this.weights = weights;
		this.config = config;
		graph = new GraphBuilder(arithmetic);
		layers = new Layers(graph);
	}

	/** @param arithmetic in which type it computes, see {@link GraphBuilder} */
	static OnnxModel build(final Weights weights, final AdapterConfig config,
		final ElementType arithmetic)
	{
		return new AdapterGraph(weights, config, arithmetic).build();
	}

	private OnnxModel build() {
		final int channels = config.colours() * config.side() * config.side();
		final List<Integer> widths = AdapterConfig.widths(weights);
		Value x = graph.narrowed(graph.input(CELLS, ElementType.FLOAT, "batch",
			channels, "height", "width").with(channels));
		x = layers.conv2d(x, weights.at("conv_in"), 3, widths.get(0));
		for (int level = 0; level < AdapterConfig.LEVELS; level++) {
			x = config.halves(level) ? halved(x, weights.at("body." + 2 * level)) : x;
			x = block(x, weights.at("body." + 2 * level), widths.get(level));
			x = block(x, weights.at("body." + (2 * level + 1)), widths.get(level));
			final String place = config.places().get(level);
			graph.output(place, x, "batch", widths.get(level), place + "_height",
				place + "_width");
		}
		graph.requireAllUsed(weights, "conv_in", "body");
		return graph.build("T2I-Adapter");
	}

	/**
	 * Half of the size, rounded up as the UNet does: by a convolution where the
	 * weights have one, else the mean.
	 */
	private Value halved(final Value x, final Weights block) {
		if (block.hasAny("down_opt.op")) {
			return layers.conv2d(x, block.at("down_opt.op"), 3, x.channels(), 2,
				new long[] { 1, 1, 1, 1 });
		}
		return graph.op("AveragePool", List.of(x), Attribute.of("kernel_shape",
			new long[] { 2, 2 }), Attribute.of("strides", new long[] { 2, 2 }),
			Attribute.of("ceil_mode", 1)).with(x.channels());
	}

	/** NB: the kernel of the second convolution is 1 in all known files. */
	private Value block(final Value before, final Weights w, final int width) {
		final Value x = w.hasAny("in_conv") ? layers.conv2d(before, w.at("in_conv"),
			kernel(w.at("in_conv")), width) : before;
		final Value inner = graph.op("Relu", List.of(layers.conv2d(x, w.at(
			"block1"), 3, width))).with(width);
		final Value y = layers.conv2d(inner, w.at("block2"), kernel(w.at("block2")),
			width);
		return layers.add(y, w.hasAny("skep") ? layers.conv2d(before, w.at("skep"),
			kernel(w.at("skep")), width) : x);
	}

	private static int kernel(final Weights w) {
		return w.size("weight", 2);
	}
}
