
package org.latentj.unet;

import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.Value;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.onnx.runtime.SignedProducts;
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

	/** What the last block on the way up takes of the one before. */
	static final String DEEP = "deep";

	private static final float EPSILON = 1e-5f;

	private final Weights unet;

	private final UNetConfig config;

	private final GraphBuilder graph;

	private final UNetBlocks blocks;

	private final Layers layers;

	private final ControlPlaces places;

	/** How often the picture is still halved, where the graph has come to. */
	private int level;

	/** What makes keys and values of the text, if this graph does not. */
	private final Optional<TextKeysGraph> texts;

	private UNetGraph(final Weights unet, final UNetConfig config,
		final OrtSettings settings, final ControlPlaces places,
		final AttentionOutputs wanted, final boolean splits)
	{
		this.places = places;
		this.unet = unet;
		this.config = config;
		graph = new GraphBuilder(settings.chosenPrecision().type());
		texts = splits ? TextKeysGraph.of(config, settings, graph, g -> layers(
			settings, g)) : Optional.empty();
		blocks = new UNetBlocks(unet, config, graph, layers(settings, graph), texts,
			wanted);
		layers = blocks.layers();
	}

	private static Layers layers(final OrtSettings settings,
		final GraphBuilder graph)
	{
		return settings.chosenPrecision() == Precision.INTEGER ? Layers.inIntegers(
			graph, SignedProducts.areExact()) : settings.savesProducts() ? Layers
				.inTiles(graph, false) : new Layers(graph);
	}

	/**
	 * A graph.
	 *
	 * @param attention what it gives out beside its prediction
	 * @param deepChannels of {@link #DEEP}, [B, C, H, W]
	 * @param texts makes keys and values of the text, if it does not
	 */
	record Built(OnnxModel model, AttentionLevels attention, int deepChannels,
			Optional<TextKeysGraph.Built> texts) {
	}

	/** Which of the blocks a graph has. */
	enum Extent {

			/** All. */
			WHOLE,

			/** All, and it gives {@link #DEEP} out. */
			GIVING_DEEP,

			/** The first and the last one: it takes {@link #DEEP}. */
			SHALLOW
	}

	/** Builds it whole, which tells whether all weights are there. */
	static OnnxModel build(final Weights unet, final UNetConfig config,
		final OrtSettings settings)
	{
		return new UNetGraph(even(unet, settings), config, settings, ControlPlaces
			.none(), AttentionOutputs.NONE, false).build(Extent.WHOLE).model();
	}

	/**
	 * Builds it to be opened, with keys and values of the text in a graph of
	 * their own where that pays.
	 *
	 * @param settings for which it is made
	 * @param places where something is added; they are found here
	 * @param wanted what it shall give out beside its prediction
	 */
	static Built build(final Weights unet, final UNetConfig config,
		final OrtSettings settings, final ControlPlaces places,
		final AttentionOutputs wanted)
	{
		return new UNetGraph(even(unet, settings), config, settings, places, wanted,
			true).build(Extent.WHOLE);
	}

	/** The same of which nothing further is wanted. */
	static Built build(final Weights unet, final UNetConfig config,
		final OrtSettings settings, final Extent extent)
	{
		return new UNetGraph(even(unet, settings), config, settings, ControlPlaces
			.none(), AttentionOutputs.NONE, true).build(extent);
	}

	private static Weights even(final Weights unet, final OrtSettings settings) {
		return settings.chosenPrecision() == Precision.INTEGER ? EvenChannels.of(
			unet) : unet;
	}

	private Built build(final Extent extent) {
		blocks.begin();
		return extent == Extent.SHALLOW ? shallow() : whole(extent);
	}

	private Built shallow() {
		final UNetEncoder encoder = new UNetEncoder(blocks, (block, x,
			halved) -> x);
		encoder.first();
		final int last = last();
		final int channels = unet.size("output_blocks." + last +
			".0.in_layers.0.weight", 0) - config.modelChannels();
		predict(up(blocks.picture(DEEP, channels), encoder.stack(), last, v -> {}));
		return new Built(graph.build("shallow UNet"), blocks.attention(), channels,
			Optional.empty());
	}

	private int last() {
		int last = 0;
		while (unet.hasAny("output_blocks." + (last + 1))) {
			last++;
		}
		return last;
	}

	private void predict(final Value x) {
		final Value y = layers.silu(layers.groupNorm(x, unet.at("out.0"), EPSILON));
		graph.output(PREDICTION, layers.exact().conv2d(y, unet.at("out.2"), 3,
			config.latentChannels()), "batch", config.outChannels(), "height",
			"width");
	}

	private Built whole(final Extent extent) {
		final UNetEncoder encoder = new UNetEncoder(blocks, (block, x,
			halved) -> added(Residuals.down(block), x, halved));
		final Deque<UNetEncoder.Skip> skips = encoder.stack();
		Value x = encoder.middle(encoder.down());
		level = skips.peek().level();
		x = added(Residuals.MIDDLE, x, level);
		final Value[] deep = new Value[1];
		x = up(x, skips, 0, v -> deep[0] = v);
		if (!skips.isEmpty()) {
			throw unet.problem("output_blocks", "there are " + skips.size() +
				" blocks too few: as many as input_blocks are valid");
		}
		predict(x);
		final AttentionLevels attention = blocks.attention();
		final Optional<TextKeysGraph.Built> keys = texts.map(TextKeysGraph::build);
		graph.requireAllUsed(unet, "input_blocks", "middle_block", "output_blocks");
		if (extent == Extent.GIVING_DEEP) {
			graph.output(DEEP, deep[0], "batch", deep[0].channels(), "height",
				"width");
		}
		return new Built(graph.build("UNet"), attention, deep[0].channels(), keys);
	}

	private Value added(final String place, final Value x, final int halved) {
		return places.added(graph, layers, place, x, halved);
	}

	/**
	 * The blocks on the way up.
	 *
	 * @param from the first one
	 * @param before is told what each of them takes of the one before
	 */
	private Value up(final Value start, final Deque<UNetEncoder.Skip> skips,
		final int from, final Consumer<Value> before)
	{
		Value x = start;
		for (int i = from; unet.hasAny("output_blocks." + i); i++) {
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
			before.accept(x);
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
