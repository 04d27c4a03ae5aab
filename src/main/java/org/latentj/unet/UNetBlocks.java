
package org.latentj.unet;

import java.util.Optional;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.Value;
import org.latentj.sampling.attention.AttentionOutputs;
import org.latentj.sampling.conditioning.NetworkInput;

/**
 * The blocks of a UNet's graph (Rombach et al. 2022): residual blocks that are
 * told of the time, and transformers that attend to the text. A ControlNet is
 * made of the same ones. The graph's first inputs are declared here.
 */
public final class UNetBlocks {

	private static final float EPSILON = 1e-5f;

	private static final float TRANSFORMER_EPSILON = 1e-6f;

	private final Weights unet;

	private final UNetConfig config;

	private final GraphBuilder graph;

	private final Layers layers;

	private final Value latent;

	private final Value time;

	/** What makes keys and values of the text, if this graph does not. */
	private final Optional<TextKeysGraph> texts;

	private final Value context;

	private final AttentionGraph observed;

	private Value embedding;

	private Value rows;

	/** How often the picture is halved where a transformer is made. */
	private int level;

	/**
	 * Begins a graph.
	 *
	 * @param unet in LDM naming
	 * @param texts makes keys and values of the text, if this graph does not
	 */
	public UNetBlocks(final Weights unet, final UNetConfig config,
		final GraphBuilder graph, final Optional<TextKeysGraph> texts)
	{
		this(unet, config, graph, new Layers(graph), texts, AttentionOutputs.NONE);
	}

	/**
	 * Begins one.
	 *
	 * @param layers of which its products are, but for those of few numbers
	 * @param wanted what it gives out of what it attends to
	 */
	UNetBlocks(final Weights unet, final UNetConfig config,
		final GraphBuilder graph, final Layers layers,
		final Optional<TextKeysGraph> texts, final AttentionOutputs wanted)
	{
		this.texts = texts;
		this.unet = unet;
		this.config = config;
		this.graph = graph;
		this.layers = layers;
		observed = new AttentionGraph(graph, layers, wanted);
		latent = picture(UNetGraph.LATENT, config.latentChannels());
		time = graph.input(UNetGraph.TIME, ElementType.FLOAT, "batch");
		context = texts.isPresent() ? Value.NONE : input(NetworkInput.CONTEXT.id(),
			config.contextWidth(), "batch", "tokens", config.contextWidth());
	}

	/** Declares an input of the latent's height and width. */
	public Value picture(final String name, final int channels) {
		return input(name, channels, "batch", channels, "height", "width");
	}

	/** Declares an input, in the graph's arithmetic from then on. */
	public Value input(final String name, final int channels,
		final Object... axes)
	{
		return graph.narrowed(graph.input(name, ElementType.FLOAT, axes).with(
			channels));
	}

	/** Tells all blocks of time and text; to be called before any is made. */
	public void begin() {
		embedding = layers.silu(new StepEmbedding(unet, config, graph, layers
			.exact()).of(time));
		if (texts.isEmpty()) {
			rows = layers.reshape(context, -1, config.contextWidth());
		}
	}

	/** In LDM naming. */
	public Weights weights() {
		return unet;
	}

	/** What the weights told. */
	public UNetConfig config() {
		return config;
	}

	/** Of this graph. */
	public Layers layers() {
		return layers;
	}

	/** Noisy latents, [B, C, H, W]. */
	public Value latent() {
		return latent;
	}

	/**
	 * Residual block with the time's embedding added between its convolutions.
	 */
	public Value residual(final Value x, final Weights w) {
		final boolean changes = w.hasAny("skip_connection");
		Value y = layers.silu(layers.groupNorm(x, w.at("in_layers.0"), EPSILON));
		final int out = changes ? Layers.outputs(w.at("in_layers.2")) : x
			.channels();
		y = layers.conv2d(y, w.at("in_layers.2"), 3, out);
		y = layers.add(y, layers.unsqueeze(layers.exact().linear(embedding, w.at(
			"emb_layers.1"), out), 2, 3));
		y = layers.silu(layers.groupNorm(y, w.at("out_layers.0"), EPSILON));
		y = layers.conv2d(y, w.at("out_layers.3"), 3, out);
		return layers.add(changes ? layers.conv2d(x, w.at("skip_connection"), 1,
			out) : x, y);
	}

	/** Names what is given out beside the prediction; once all are made. */
	AttentionLevels attention() {
		return observed.end();
	}

	/**
	 * Transformer over the pixels of a feature map.
	 *
	 * @param halved how often the picture has been halved there
	 */
	public Value transformer(final Value x, final Weights w, final int halved) {
		level = halved;
		final int channels = x.channels();
		final Value normal = layers.groupNorm(x, w.at("norm"), TRANSFORMER_EPSILON);
		final Weights in = w.at("proj_in");
		final boolean inRows = config.linearProjection() || layers.prefersRows();
		Value y = inRows ? layers.linear(layers.toRows(normal), in, channels)
			: layers.toRows(layers.conv2d(normal, in, 1, channels));
		// NB: without its block 0 it is incomplete, whatever its projections give.
		y = block(y, w.at("transformer_blocks.0"), channels);
		for (int j = 1; w.hasAny("transformer_blocks." + j); j++) {
			y = block(y, w.at("transformer_blocks." + j), channels);
		}
		final Weights out = w.at("proj_out");
		y = inRows ? picture(layers.linear(y, out, channels), x) : layers.conv2d(
			picture(y, x), out, 1, channels);
		return layers.add(x, y);
	}

	private Value picture(final Value rows, final Value like) {
		return layers.toPicture(layers.toTokens(rows, latent), like);
	}

	/**
	 * Self-attention, attention to the text, gated feed-forward layer (Shazeer
	 * 2020, GEGLU).
	 */
	private Value block(final Value x, final Weights w, final int channels) {
		final Value own = layers.layerNorm(x, w.at("norm1"));
		Value y = layers.add(x, attention(own, attendsText(w.at("attn1"), channels),
			w.at("attn1"), channels));
		y = layers.add(y, attention(layers.layerNorm(y, w.at("norm2")), true, w.at(
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

	private Value attention(final Value x, final boolean toText, final Weights w,
		final int channels)
	{
		final Value q = layers.toTokens(layers.linearWithoutBias(x, w.at("to_q"),
			channels), latent);
		final Value k = attended(x, toText, w.at("to_k"), channels);
		final Value v = attended(x, toText, w.at("to_v"), channels);
		final int heads = config.heads(channels);
		if (heads < 1 || channels % heads != 0) {
			throw w.problem("to_q.weight", "attends with " + channels +
				" channels, which cannot be shared out to its heads; multiples of " +
				config.headUnit() + " are valid");
		}
		observed.add(level, toText, q, k, heads);
		final Value mixed = config.singleAttention() ? layers.singleAttention(q, k,
			v, heads) : layers.attention(q, k, v, heads, false);
		return layers.linear(layers.reshape(mixed, -1, channels), w.at("to_out.0"),
			channels);
	}

	/** Keys or values, [B, S, C]. */
	private Value attended(final Value x, final boolean toText,
		final Weights layer, final int channels)
	{
		return toText && texts.isPresent() ? texts.get().of(layer, channels)
			: layers.toTokens(layers.linearWithoutBias(toText ? rows : x, layer,
				channels), latent);
	}
}
