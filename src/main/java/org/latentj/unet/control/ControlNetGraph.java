
package org.latentj.unet.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.Value;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.Residuals;
import org.latentj.unet.TextKeysGraph;
import org.latentj.unet.UNetBlocks;
import org.latentj.unet.UNetConfig;
import org.latentj.unet.UNetEncoder;

/**
 * The graph of a ControlNet (Zhang et al. 2023, section 3.2 and figure 3): the
 * first half of a UNet, to whose first features those of a picture are added,
 * and a 1x1 convolution of each block's output, which began as zeros. It takes
 * what the UNet takes, and the picture {@value #PICTURE} [B, 3, 8 H, 8 W] in 0
 * to 1.
 */
final class ControlNetGraph {

	static final String PICTURE = "picture";

	/** Red, green, blue. */
	private static final int COLOURS = 3;

	/**
	 * The layers that make features of a picture, in LDM's numbers: of two that
	 * follow each other the second one halves the size.
	 */
	private static final int LAST = 14;

	private static final List<Integer> HALVING = List.of(4, 8, 12);

	private static final long[] PADS = { 1, 1, 1, 1 };

	private final Weights weights;

	private final UNetConfig config;

	private final GraphBuilder graph;

	private final UNetBlocks blocks;

	private final Layers layers;

	private final Map<String, ControlNet.Output> outputs = new LinkedHashMap<>();

	/** What makes keys and values of the text, if this graph does not. */
	private final Optional<TextKeysGraph> texts;

	private ControlNetGraph(final Weights weights, final UNetConfig config,
		final OrtSettings settings)
	{
		this.weights = weights;
		this.config = config;
		graph = new GraphBuilder(settings.chosenPrecision().type());
		texts = TextKeysGraph.of(config, settings, graph, Layers::new);
		blocks = new UNetBlocks(weights, config, graph, texts);
		layers = blocks.layers();
	}

	/**
	 * A graph and what it gives.
	 *
	 * @param outputs by the place in the UNet where it is added
	 * @param texts makes keys and values of the text, if it does not
	 */
	record Built(OnnxModel model, Map<String, ControlNet.Output> outputs,
			Optional<TextKeysGraph.Built> texts) {
	}

	/** @param settings for which it is made */
	static Built build(final Weights weights, final UNetConfig config,
		final OrtSettings settings)
	{
		return new ControlNetGraph(weights, config, settings).build();
	}

	private Built build() {
		final Value picture = graph.narrowed(graph.input(PICTURE, ElementType.FLOAT,
			"batch", COLOURS, "picture_height", "picture_width").with(COLOURS));
		blocks.begin();
		final Value features = features(picture);
		final UNetEncoder encoder = new UNetEncoder(blocks, (block, x,
			level) -> block == 0 ? layers.add(x, features) : x);
		final Value end = encoder.middle(encoder.down());
		final List<UNetEncoder.Skip> skips = encoder.skips();
		for (int i = 0; i < skips.size(); i++) {
			give(Residuals.skip(i), skips.get(i).value(), weights.at("zero_convs." +
				i + ".0"), skips.get(i).level());
		}
		give(Residuals.MIDDLE, end, weights.at("middle_block_out.0"), skips.get(
			skips.size() - 1).level());
		final Optional<TextKeysGraph.Built> keys = texts.map(TextKeysGraph::build);
		graph.requireAllUsed(weights, "input_blocks", "middle_block", "zero_convs",
			"input_hint_block", "middle_block_out");
		return new Built(graph.build("ControlNet"), outputs, keys);
	}

	/** Of the size of the latent. */
	private Value features(final Value picture) {
		Value x = picture;
		for (int i = 0; i <= LAST; i += 2) {
			final Weights w = weights.at("input_hint_block." + i);
			final int out = i == LAST ? config.modelChannels() : Layers.outputs(w);
			x = layers.conv2d(x, w, 3, out, HALVING.contains(i) ? 2 : 1, PADS);
			x = i == LAST ? x : layers.silu(x);
		}
		return x;
	}

	private void give(final String place, final Value x, final Weights w,
		final int level)
	{
		graph.output(place, layers.conv2d(x, w, 1, x.channels()), "batch", x
			.channels(), place + "_height", place + "_width");
		outputs.put(place, new ControlNet.Output(x.channels(), level));
	}
}
