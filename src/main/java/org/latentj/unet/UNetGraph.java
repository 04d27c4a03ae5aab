
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

/**
 * The graph of a UNet (Ronneberger et al. 2015; Ho et al. 2020; Rombach et al.
 * 2022): noisy latents {@value #LATENT} [B, C, H, W], times {@value #TIME} [B]
 * and text {@value #CONTEXT} [B, S, width] to {@value #PREDICTION}. Batch,
 * height, width and tokens are free. It is made by walking along the
 * checkpoint's keys, so that any number of levels, blocks and transformers
 * works.
 */
final class UNetGraph {

	static final String LATENT = "latent";

	static final String TIME = "time";

	static final String CONTEXT = "context";

	static final String PREDICTION = "prediction";

	private static final float EPSILON = 1e-5f;

	private static final float TRANSFORMER_EPSILON = 1e-6f;

	private final Weights unet;

	private final UNetConfig config;

	private final GraphBuilder graph = new GraphBuilder();

	private final Layers layers = new Layers(graph);

	private final Value latent;

	private final Value time;

	private final Value context;

	private Value embedding;

	private UNetGraph(final Weights unet, final UNetConfig config) {
		this.unet = unet;
		this.config = config;
		latent = graph.input(LATENT, ElementType.FLOAT, "batch", config
			.inChannels(), "height", "width");
		time = graph.input(TIME, ElementType.FLOAT, "batch");
		context = graph.input(CONTEXT, ElementType.FLOAT, "batch", "tokens", config
			.contextWidth());
	}

	static OnnxModel build(final Weights unet, final UNetConfig config) {
		return new UNetGraph(unet, config).build();
	}

	private OnnxModel build() {
		embedding = layers.silu(timeEmbedding());
		final Value rows = layers.reshape(context, -1, config.contextWidth());
		final Deque<Value> skips = new ArrayDeque<>();
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
		graph.output(PREDICTION, layers.conv2d(x, unet.at("out.2"), 1), "batch",
			config.outChannels(), "height", "width");
		graph.requireAllUsed(unet, "input_blocks", "middle_block", "output_blocks");
		return graph.build("UNet");
	}

	/**
	 * Sinusoids of the time (Vaswani et al. 2017, 3.5; cosines first), then two
	 * linear layers.
	 */
	private Value timeEmbedding() {
		final float[] frequencies = frequencies(config.modelChannels() / 2);
		final Value angle = layers.mul(layers.unsqueeze(time, 1), graph.floats(
			frequencies, 1, frequencies.length));
		final Value waves = layers.concat(1, graph.op("Cos", List.of(angle)), graph
			.op("Sin", List.of(angle)));
		return layers.linear(layers.silu(layers.linear(waves, unet.at(
			"time_embed.0"))), unet.at("time_embed.2"));
	}

	/**
	 * 10000^(-i / count) radians per time step. NB: with the exponent in single
	 * precision, as the networks were trained with: its rounding is worth up to
	 * 6e-5 of an embedding at time 999.
	 */
	static float[] frequencies(final int count) {
		final float[] frequencies = new float[count];
		for (int i = 0; i < count; i++) {
			frequencies[i] = (float) Math.exp((float) -Math.log(10000) * i / count);
		}
		return frequencies;
	}

	private Value down(final Value rows, final Deque<Value> skips) {
		Value x = layers.conv2d(latent, unet.at("input_blocks.0.0"), 1);
		skips.push(x);
		for (int i = 1; unet.hasAny("input_blocks." + i); i++) {
			final Weights block = unet.at("input_blocks." + i);
			if (block.has("0.op.weight")) {
				x = layers.conv2d(x, block.at("0.op"), 2);
			}
			else {
				x = residual(x, block.at("0"));
				requireLikeBefore(i, block);
				if (block.hasAny("1")) {
					x = transformer(x, rows, block.at("1"));
				}
			}
			skips.push(x);
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
		final Deque<Value> skips)
	{
		Value x = start;
		for (int i = 0; unet.hasAny("output_blocks." + i); i++) {
			final Weights block = unet.at("output_blocks." + i);
			if (skips.isEmpty()) {
				throw unet.problem("input_blocks",
					"there are fewer than output_blocks: as many are valid");
			}
			x = residual(layers.concat(1, x, skips.pop()), block.at("0"));
			for (int j = 1; block.hasAny(Integer.toString(j)); j++) {
				final Weights part = block.at(Integer.toString(j));
				// NB: to the size of the skip connection, which is not the double where
				// a size was odd.
				x = part.has("conv.weight") ? layers.conv2d(layers.upsampleLike(x, skips
					.peek()), part.at("conv"), 1) : transformer(x, rows, part);
			}
		}
		return x;
	}

	/**
	 * Residual block with the time's embedding added between its convolutions.
	 */
	private Value residual(final Value x, final Weights w) {
		Value y = layers.silu(layers.groupNorm(x, w.at("in_layers.0"), EPSILON));
		y = layers.conv2d(y, w.at("in_layers.2"), 1);
		y = layers.add(y, layers.unsqueeze(layers.linear(embedding, w.at(
			"emb_layers.1")), 2, 3));
		y = layers.silu(layers.groupNorm(y, w.at("out_layers.0"), EPSILON));
		y = layers.conv2d(y, w.at("out_layers.3"), 1);
		return layers.add(w.hasAny("skip_connection") ? layers.conv2d(x, w.at(
			"skip_connection"), 1) : x, y);
	}

	/** Transformer over the pixels of a feature map. */
	private Value transformer(final Value x, final Value rows, final Weights w) {
		final int channels = w.get("norm.weight").size(0);
		final Value normal = layers.groupNorm(x, w.at("norm"), TRANSFORMER_EPSILON);
		final Weights in = w.at("proj_in");
		Value y = config.linearProjection() ? layers.linear(layers.toRows(normal,
			channels), in) : layers.toRows(layers.conv2d(normal, in, 1), channels);
		for (int j = 0; w.hasAny("transformer_blocks." + j); j++) {
			y = block(y, rows, w.at("transformer_blocks." + j), channels);
		}
		final Weights out = w.at("proj_out");
		y = config.linearProjection() ? picture(layers.linear(y, out), x, channels)
			: layers.conv2d(picture(y, x, channels), out, 1);
		return layers.add(x, y);
	}

	private Value picture(final Value rows, final Value like,
		final int channels)
	{
		return layers.toPicture(layers.toTokens(rows, latent, channels), like);
	}

	/**
	 * Self-attention, attention to the text, gated feed-forward layer (Shazeer
	 * 2020, GEGLU).
	 */
	private Value block(final Value x, final Value rows, final Weights w,
		final int channels)
	{
		final Value own = layers.layerNorm(x, w.at("norm1"));
		Value y = layers.add(x, attention(own, own, w.at("attn1"), channels));
		y = layers.add(y, attention(layers.layerNorm(y, w.at("norm2")), rows, w.at(
			"attn2"), channels));
		final Weights gate = w.at("ff.net.0.proj");
		final int wide = gate.get("weight").size(0) / 2;
		final Value z = layers.layerNorm(y, w.at("norm3"));
		final Value gated = layers.mul(layers.linear(z, gate, 0, wide), layers.gelu(
			layers.linear(z, gate, wide, 2 * wide)));
		return layers.add(y, layers.linear(gated, w.at("ff.net.2")));
	}

	private Value attention(final Value x, final Value source, final Weights w,
		final int channels)
	{
		final Value q = layers.toTokens(layers.linearWithoutBias(x, w.at("to_q")),
			latent, channels);
		final Value k = layers.toTokens(layers.linearWithoutBias(source, w.at(
			"to_k")), latent, channels);
		final Value v = layers.toTokens(layers.linearWithoutBias(source, w.at(
			"to_v")), latent, channels);
		final Value mixed = layers.attention(q, k, v, config.heads(channels),
			false);
		return layers.linear(layers.reshape(mixed, -1, channels), w.at("to_out.0"));
	}
}
