
package org.latentj.unet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Layers;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.Value;
import org.latentj.sampling.conditioning.NetworkInput;

/**
 * The graph of a UNet (Ronneberger et al. 2015; Ho et al. 2020; Rombach et al.
 * 2022): noisy latents {@value #LATENT} [B, C, H, W], times {@value #TIME} [B]
 * and the inputs of its configuration, by their ids, to {@value #PREDICTION}.
 * Batch, height, width and tokens are free. It is made by walking along the
 * checkpoint's keys, so that any number of levels, blocks and transformers
 * works.
 */
final class UNetGraph {

	static final String LATENT = "latent";

	static final String TIME = "time";

	static final String PREDICTION = "prediction";

	private static final float EPSILON = 1e-5f;

	/** Pads of the convolutions that halve the size. */
	private static final long[] HALVING = { 1, 1, 1, 1 };

	private static final float TRANSFORMER_EPSILON = 1e-6f;

	private final Weights unet;

	private final UNetConfig config;

	private final GraphBuilder graph;

	private final Layers layers;

	private final Value latent;

	private final Value time;

	private final Value context;

	private Value embedding;

	/** How often the picture has been halved, where the graph has come to. */
	private int level;

	private UNetGraph(final Weights unet, final UNetConfig config,
		final ElementType arithmetic)
	{
		this.unet = unet;
		this.config = config;
		graph = new GraphBuilder(arithmetic);
		layers = new Layers(graph);
		latent = picture(LATENT, config.latentChannels());
		time = graph.input(TIME, ElementType.FLOAT, "batch");
		context = input(NetworkInput.CONTEXT.id(), config.contextWidth(), "batch",
			"tokens", config.contextWidth());
	}

	private Value picture(final String name, final int channels) {
		return input(name, channels, "batch", channels, "height", "width");
	}

	private Value input(final String name, final int channels,
		final Object... axes)
	{
		return graph.narrowed(graph.input(name, ElementType.FLOAT, axes).with(
			channels));
	}

	/** @param arithmetic in which type it computes, see {@link GraphBuilder} */
	static OnnxModel build(final Weights unet, final UNetConfig config,
		final ElementType arithmetic)
	{
		return new UNetGraph(unet, config, arithmetic).build();
	}

	private OnnxModel build() {
		embedding = layers.silu(new StepEmbedding(unet, config, graph, layers).of(
			time));
		final Value rows = layers.reshape(context, -1, config.contextWidth());
		final Deque<Skip> skips = new ArrayDeque<>();
		Value x = down(rows, skips);
		x = residual(x, unet.at("middle_block.0"));
		x = transformer(x, rows, unet.at("middle_block.1"));
		x = residual(x, unet.at("middle_block.2"));
		x = up(x, rows, skips);
		if (!skips.isEmpty()) {
			throw unet.problem("output_blocks", "there are " + skips.size() +
				" blocks too few: as many as input_blocks are valid");
		}
		x = layers.silu(layers.groupNorm(x, unet.at("out.0"), EPSILON));
		graph.output(PREDICTION, layers.conv2d(x, unet.at("out.2"), 3, config
			.latentChannels()), "batch", config.outChannels(), "height", "width");
		graph.requireAllUsed(unet, "input_blocks", "middle_block", "output_blocks");
		return graph.build("UNet");
	}

	/** The latent with the further channels of some networks. */
	private Value allChannels() {
		final Integer further = config.inputs().get(NetworkInput.CONCAT);
		return further == null ? latent : layers.concat(latent, picture(
			NetworkInput.CONCAT.id(), further));
	}

	/**
	 * What goes from a block on the way down to one on the way up.
	 *
	 * @param level how often it was halved
	 */
	private record Skip(Value value, int level) {
	}

	private Value down(final Value rows, final Deque<Skip> skips) {
		Value x = layers.conv2d(allChannels(), unet.at("input_blocks.0.0"), 3,
			config.modelChannels());
		level = 0;
		skips.push(new Skip(x, level));
		for (int i = 1; unet.hasAny("input_blocks." + i); i++) {
			final Weights block = unet.at("input_blocks." + i);
			if (block.has("0.op.weight")) {
				x = layers.conv2d(x, block.at("0.op"), 3, x.channels(), 2, HALVING);
				level++;
			}
			else {
				x = residual(x, block.at("0"));
				requireLikeBefore(i, block);
				if (block.hasAny("1")) {
					x = transformer(x, rows, block.at("1"));
				}
			}
			skips.push(new Skip(x, level));
		}
		return x;
	}

	/** Blocks of one level all have a transformer, or none has. */
	private void requireLikeBefore(final int i, final Weights block) {
		final Weights before = unet.at("input_blocks." + (i - 1));
		if (before.hasAny("0.in_layers") && before.hasAny("1") != block.hasAny(
			"1"))
		{
			throw unet.problem("input_blocks", "block " + (i - 1) + " or " + i +
				" lacks its transformer ('1.norm.weight' ...), which the other one of the same level has");
		}
	}

	private Value up(final Value start, final Value rows,
		final Deque<Skip> skips)
	{
		Value x = start;
		for (int i = 0; unet.hasAny("output_blocks." + i); i++) {
			final Weights block = unet.at("output_blocks." + i);
			if (skips.isEmpty()) {
				throw unet.problem("input_blocks",
					"there are fewer than output_blocks: as many are valid");
			}
			final Skip skip = skips.pop();
			if (skip.level() != level) {
				throw unet.problem("output_blocks." + i, "is at level " + level +
					", its input block at level " + skip.level() +
					": the block before must have a convolution after enlarging ('conv.weight') where the level changes, and nowhere else");
			}
			x = residual(layers.concat(x, skip.value()), block.at("0"));
			for (int j = 1; block.hasAny(Integer.toString(j)); j++) {
				final Weights part = block.at(Integer.toString(j));
				x = part.has("conv.weight") ? enlarge(x, skips.peek(), part.at("conv"))
					: transformer(x, rows, part);
			}
		}
		return x;
	}

	/**
	 * To the size of the skip connection. NB: it is not the double where a size
	 * was odd.
	 */
	private Value enlarge(final Value x, final Skip next, final Weights w) {
		if (next == null) {
			throw w.problem("weight",
				"enlarges after the last block, which nothing does in a UNet");
		}
		level--;
		return layers.conv2d(layers.upsampleLike(x, next.value()), w, 3, x
			.channels());
	}

	/**
	 * Residual block with the time's embedding added between its convolutions.
	 */
	private Value residual(final Value x, final Weights w) {
		final boolean changes = w.hasAny("skip_connection");
		Value y = layers.silu(layers.groupNorm(x, w.at("in_layers.0"), EPSILON));
		final int out = changes ? Layers.outputs(w.at("in_layers.2")) : x
			.channels();
		y = layers.conv2d(y, w.at("in_layers.2"), 3, out);
		y = layers.add(y, layers.unsqueeze(layers.linear(embedding, w.at(
			"emb_layers.1"), out), 2, 3));
		y = layers.silu(layers.groupNorm(y, w.at("out_layers.0"), EPSILON));
		y = layers.conv2d(y, w.at("out_layers.3"), 3, out);
		return layers.add(changes ? layers.conv2d(x, w.at("skip_connection"), 1,
			out) : x, y);
	}

	/** Transformer over the pixels of a feature map. */
	private Value transformer(final Value x, final Value rows, final Weights w) {
		final int channels = x.channels();
		final Value normal = layers.groupNorm(x, w.at("norm"), TRANSFORMER_EPSILON);
		final Weights in = w.at("proj_in");
		Value y = config.linearProjection() ? layers.linear(layers.toRows(normal),
			in, channels) : layers.toRows(layers.conv2d(normal, in, 1, channels));
		// NB: without its block 0 it is incomplete, whatever its projections give.
		y = block(y, rows, w.at("transformer_blocks.0"), channels);
		for (int j = 1; w.hasAny("transformer_blocks." + j); j++) {
			y = block(y, rows, w.at("transformer_blocks." + j), channels);
		}
		final Weights out = w.at("proj_out");
		y = config.linearProjection() ? picture(layers.linear(y, out, channels), x)
			: layers.conv2d(picture(y, x), out, 1, channels);
		return layers.add(x, y);
	}

	private Value picture(final Value rows, final Value like) {
		return layers.toPicture(layers.toTokens(rows, latent), like);
	}

	/**
	 * Self-attention, attention to the text, gated feed-forward layer (Shazeer
	 * 2020, GEGLU).
	 */
	private Value block(final Value x, final Value rows, final Weights w,
		final int channels)
	{
		final Value own = layers.layerNorm(x, w.at("norm1"));
		Value y = layers.add(x, attention(own, attendsText(w.at("attn1"), channels)
			? rows : own, w.at("attn1"), channels));
		y = layers.add(y, attention(layers.layerNorm(y, w.at("norm2")), rows, w.at(
			"attn2"), channels));
		final Weights gate = w.at("ff.net.0.proj");
		final int wide = Math.max(1, Layers.outputs(gate) / 2);
		final Value z = layers.layerNorm(y, w.at("norm3"));
		final Value gated = layers.mul(layers.linear(z, gate, 0, wide, 2 * wide),
			layers.gelu(layers.linear(z, gate, wide, 2 * wide, 2 * wide)));
		return layers.add(y, layers.linear(gated, w.at("ff.net.2"), channels));
	}

	/**
	 * NB: x4 upscalers attend to the text twice at their larger levels, and never
	 * to themselves: their first attention takes its width.
	 */
	private boolean attendsText(final Weights w, final int channels) {
		return config.contextWidth() != channels && w.has("to_k.weight") && w.get(
			"to_k.weight").rank() == 2 && w.size("to_k.weight", 1) == config
				.contextWidth();
	}

	private Value attention(final Value x, final Value source, final Weights w,
		final int channels)
	{
		final Value q = layers.toTokens(layers.linearWithoutBias(x, w.at("to_q"),
			channels), latent);
		final Value k = layers.toTokens(layers.linearWithoutBias(source, w.at(
			"to_k"), channels), latent);
		final Value v = layers.toTokens(layers.linearWithoutBias(source, w.at(
			"to_v"), channels), latent);
		final int heads = config.heads(channels);
		if (heads < 1 || channels % heads != 0) {
			throw w.problem("to_q.weight", "attends with " + channels +
				" channels, which cannot be shared out to its heads; multiples of " +
				config.headUnit() + " are valid");
		}
		final Value mixed = config.singleAttention() ? layers.singleAttention(q, k,
			v, heads) : layers.attention(q, k, v, heads, false);
		return layers.linear(layers.reshape(mixed, -1, channels), w.at("to_out.0"),
			channels);
	}
}
