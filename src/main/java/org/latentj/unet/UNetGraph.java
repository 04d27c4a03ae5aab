
package org.latentj.unet;

import java.util.Deque;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Layers;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.Value;
import org.latentj.sampling.attention.AttentionOutputs;
import org.latentj.sampling.conditioning.Residuals;

/**
 * The graph of a UNet (Ronneberger et al. 2015; Ho et al. 2020; Rombach et al.
 * 2022): noisy latents {@value #LATENT} [B, C, H, W], times {@value #TIME} [B]
 * and the inputs of its configuration, by their ids, to {@value #PREDICTION}.
 * Batch, height, width and tokens are free. It is made by walking along the
 * checkpoint's keys, so that any number of levels, blocks and transformers
 * works.
 */
public final class UNetGraph {

	/** Noisy latents. */
	public static final String LATENT = "latent";

	/** Times in training steps. */
	public static final String TIME = "time";

	static final String PREDICTION = "prediction";

	private static final float EPSILON = 1e-5f;

	private final Weights unet;

	private final UNetConfig config;

	private final GraphBuilder graph;

	private final UNetBlocks blocks;

	private final Layers layers;

	private final ControlPlaces places;

	/** How often the picture is still halved, where the graph has come to. */
	private int level;

	private UNetGraph(final Weights unet, final UNetConfig config,
		final ElementType arithmetic, final ControlPlaces places,
		final AttentionOutputs wanted)
	{
		this.places = places;
		this.unet = unet;
		this.config = config;
		graph = new GraphBuilder(arithmetic);
		blocks = new UNetBlocks(unet, config, graph, wanted);
		layers = blocks.layers();
	}

	/**
	 * A graph.
	 *
	 * @param attention what it gives out beside its prediction
	 */
	record Built(OnnxModel model, AttentionLevels attention) {
	}

	/**
	 * Builds it.
	 *
	 * @param arithmetic in which type it computes, see {@link GraphBuilder}
	 * @param places where something is added; they are found here
	 * @param wanted what it shall give out beside its prediction
	 */
	static Built build(final Weights unet, final UNetConfig config,
		final ElementType arithmetic, final ControlPlaces places,
		final AttentionOutputs wanted)
	{
		return new UNetGraph(unet, config, arithmetic, places, wanted).build();
	}

	private Built build() {
		blocks.begin();
		final UNetEncoder encoder = new UNetEncoder(blocks, (block, x,
			halved) -> added(Residuals.down(block), x, halved));
		final Deque<UNetEncoder.Skip> skips = encoder.stack();
		Value x = encoder.middle(encoder.down());
		level = skips.peek().level();
		x = added(Residuals.MIDDLE, x, level);
		x = up(x, skips);
		if (!skips.isEmpty()) {
			throw unet.problem("output_blocks", "there are " + skips.size() +
				" blocks too few: as many as input_blocks are valid");
		}
		x = layers.silu(layers.groupNorm(x, unet.at("out.0"), EPSILON));
		graph.output(PREDICTION, layers.conv2d(x, unet.at("out.2"), 3, config
			.latentChannels()), "batch", config.outChannels(), "height", "width");
		final AttentionLevels attention = blocks.attention();
		graph.requireAllUsed(unet, "input_blocks", "middle_block", "output_blocks");
		return new Built(graph.build("UNet"), attention);
	}

	private Value added(final String place, final Value x, final int halved) {
		return places.added(graph, layers, place, x, halved);
	}

	private Value up(final Value start, final Deque<UNetEncoder.Skip> skips) {
		Value x = start;
		for (int i = 0; unet.hasAny("output_blocks." + i); i++) {
			final Weights block = unet.at("output_blocks." + i);
			if (skips.isEmpty()) {
				throw unet.problem("input_blocks",
					"there are fewer than output_blocks: as many are valid");
			}
			final UNetEncoder.Skip skip = skips.pop();
			if (skip.level() != level) {
				throw unet.problem("output_blocks." + i, "is at level " + level +
					", its input block at level " + skip.level() +
					": the block before must have a convolution after enlarging ('conv.weight') where the level changes, and nowhere else");
			}
			x = blocks.residual(layers.concat(x, added(Residuals.skip(skips.size()),
				skip.value(), level)), block.at("0"));
			for (int j = 1; block.hasAny(Integer.toString(j)); j++) {
				final Weights part = block.at(Integer.toString(j));
				x = part.has("conv.weight") ? enlarge(x, skips.peek(), part.at("conv"))
					: blocks.transformer(x, part, level);
			}
		}
		return x;
	}

	/**
	 * To the size of the skip connection. NB: it is not the double where a size
	 * was odd.
	 */
	private Value enlarge(final Value x, final UNetEncoder.Skip next,
		final Weights w)
	{
		if (next == null) {
			throw w.problem("weight",
				"enlarges after the last block, which nothing does in a UNet");
		}
		level--;
		return layers.conv2d(layers.upsampleLike(x, next.value()), w, 3, x
			.channels());
	}
}
