
package org.latentj.vae;

import java.util.Optional;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.Value;

/**
 * The graphs of an autoencoder's halves. {@link #encoder}: picture [B, 3, H, W]
 * in -1 to 1 to the moments [B, 2 * channels, H/8, W/8], means first, then log
 * variances. {@link #decoder}: latent [B, channels, h, w] to a picture.
 * <p>
 * For large pictures each half is cut in two where its maps are of the latent's
 * size: the deep part has the attention and few samples, the shallow part is
 * local but for its normalisations, whose statistics can come from outside
 * ({@link SharedNorms}).
 * </p>
 */
final class VaeGraph {

	static final String PICTURE = "picture";

	static final String MOMENTS = "moments";

	static final String LATENT = "latent";

	/** Between deep and shallow part, [B, C, h, w]. */
	static final String FEATURES = "features";

	/** Pads of the convolutions that halve the size. */
	private static final long[] HALVING = { 0, 0, 1, 1 };

	private final GraphBuilder graph = new GraphBuilder();

	private final Layers layers;

	private final boolean sumsKernels;

	private final Weights vae;

	private final VaeConfig config;

	private final Optional<SharedNorms> norms;

	/** Edge of a latent cell in samples of the maps being made. */
	private int cell;

	/** How far a sample has looked around so far, in latent cells. */
	private double reach;

	private VaeGraph(final Source source, final boolean sharesNorms) {
		layers = source.settings.savesProducts() ? Layers.inTiles(graph, true)
			: new Layers(graph);
		sumsKernels = source.settings.sumsKernels();
		vae = source.vae;
		config = source.config;
		norms = sharesNorms ? Optional.of(new SharedNorms(graph,
			Statistics.EPSILON)) : Optional.empty();
	}

	/** What a graph is made of, weights in LDM naming, and for which settings. */
	record Source(Weights vae, VaeConfig config, OrtSettings settings) {
	}

	/**
	 * A part that can go in tiles.
	 *
	 * @param norms how many normalisations take their statistics from outside
	 * @param reach how far a result depends on what is around it, in latent
	 *          cells, the statistics being given and attention left out
	 */
	record Part(OnnxModel graph, int norms, int reach) {
	}

	static OnnxModel encoder(final Source source) {
		final VaeGraph g = new VaeGraph(source, false);
		g.outputMoments(g.deepEncoder(g.shallowEncoder(g.inputPicture())));
		g.graph.requireAllUsed(source.vae, "encoder");
		return g.graph.build("VAE encoder");
	}

	static Part shallowEncoder(final Source source) {
		final VaeGraph g = new VaeGraph(source, true);
		g.outputFeatures(g.shallowEncoder(g.inputPicture()), source.config
			.encoderWidth());
		return g.part("shallow part of the VAE encoder");
	}

	static OnnxModel deepEncoder(final Source source) {
		return deepEncoding(source, false).graph.build(
			"deep part of the VAE encoder");
	}

	/** The same, to go in tiles, to which its attention is restricted. */
	static Part tiledDeepEncoder(final Source source) {
		return deepEncoding(source, true).part(
			"deep part of the VAE encoder, in tiles");
	}

	private static VaeGraph deepEncoding(final Source source,
		final boolean sharesNorms)
	{
		final VaeGraph g = new VaeGraph(source, sharesNorms);
		g.outputMoments(g.deepEncoder(g.inputFeatures(source.config
			.encoderWidth())));
		return g;
	}

	static OnnxModel decoder(final Source source) {
		final VaeGraph g = new VaeGraph(source, false);
		g.outputPicture(g.shallowDecoder(g.deepDecoder(g.inputLatent())));
		g.graph.requireAllUsed(source.vae, "decoder");
		return g.graph.build("VAE decoder");
	}

	static OnnxModel deepDecoder(final Source source) {
		return deepDecoding(source, false).graph.build(
			"deep part of the VAE decoder");
	}

	/** The same, to go in tiles, to which its attention is restricted. */
	static Part tiledDeepDecoder(final Source source) {
		return deepDecoding(source, true).part(
			"deep part of the VAE decoder, in tiles");
	}

	private static VaeGraph deepDecoding(final Source source,
		final boolean sharesNorms)
	{
		final VaeGraph g = new VaeGraph(source, sharesNorms);
		g.outputFeatures(g.deepDecoder(g.inputLatent()), source.config
			.decoderWidth());
		return g;
	}

	static Part shallowDecoder(final Source source) {
		final VaeGraph g = new VaeGraph(source, true);
		g.outputPicture(g.shallowDecoder(g.inputFeatures(source.config
			.decoderWidth())));
		return g.part("shallow part of the VAE decoder");
	}

	private Part part(final String name) {
		final int count = norms.get().output();
		return new Part(graph.build(name), count, (int) Math.ceil(reach));
	}

	private Value inputPicture() {
		return graph.input(PICTURE, ElementType.FLOAT, "batch", 3, "height",
			"width").with(3);
	}

	private Value inputLatent() {
		return graph.input(LATENT, ElementType.FLOAT, "batch", config.channels(),
			"h", "w").with(config.channels());
	}

	private Value inputFeatures(final int channels) {
		return graph.input(FEATURES, ElementType.FLOAT, "batch", channels, "h", "w")
			.with(channels);
	}

	private void outputFeatures(final Value x, final int channels) {
		graph.output(FEATURES, x, "batch", channels, "h", "w");
	}

	private void outputPicture(final Value x) {
		graph.output(PICTURE, x, "batch", 3, "height", "width");
	}

	private void outputMoments(final Value x) {
		graph.output(MOMENTS, x, "batch", 2 * config.channels(), "h", "w");
	}

	/** All levels but the last, down to the latent's size. */
	private Value shallowEncoder(final Value picture) {
		final Weights w = vae.at("encoder");
		cell = config.factor();
		Value x = conv2d(picture, w.at("conv_in"), 3, Layers.outputs(w.at(
			"conv_in")));
		for (int i = 0; i < config.levels() - 1; i++) {
			x = level(x, w, "down.", i);
			x = layers.conv2d(x, w.at("down." + i + ".downsample.conv"), 3, x
				.channels(), 2, HALVING);
			reach += 2.0 / cell;
			cell /= 2;
		}
		return x;
	}

	private Value deepEncoder(final Value features) {
		final Weights w = vae.at("encoder");
		cell = 1;
		final Value x = level(features, w, "down.", config.levels() - 1);
		final int count = 2 * config.channels();
		final Value moments = end(middle(x, w.at("mid")), w, count);
		return quantised("quant_conv", "post_quant_conv") ? conv2d(moments, vae.at(
			"quant_conv"), 1, count) : moments;
	}

	private Value deepDecoder(final Value latent) {
		final Weights w = vae.at("decoder");
		cell = 1;
		final Value x = quantised("post_quant_conv", "quant_conv") ? conv2d(latent,
			vae.at("post_quant_conv"), 1, config.channels()) : latent;
		return level(middle(conv2d(x, w.at("conv_in"), 3, Layers.outputs(w.at(
			"conv_in"))), w.at("mid")), w, "up.", config.levels() - 1);
	}

	/** Whether a half has its convolution by the latent; both have or none. */
	private boolean quantised(final String own, final String other) {
		if (!vae.hasAny(own) && vae.hasAny(other)) {
			throw vae.problem(own, "is missing, but there is '" + other +
				"': both are valid, or none");
		}
		return vae.hasAny(own);
	}

	/** All levels but the first, up to the picture's size. */
	private Value shallowDecoder(final Value features) {
		final Weights w = vae.at("decoder");
		cell = 1;
		Value x = features;
		for (int i = config.levels() - 1; i > 0; i--) {
			cell *= 2;
			reach += 1.0 / cell;
			x = layers.enlarge2(x, w.at("up." + i + ".upsample.conv"), sumsKernels);
			x = level(x, w, "up.", i - 1);
		}
		return end(x, w, 3);
	}

	private Value level(final Value start, final Weights half, final String name,
		final int number)
	{
		final Weights level = half.at(name + number);
		final int count = blocks(level);
		final int usual = blocks(half.at(name + 0));
		if (count != usual) {
			throw level.problem("block", "there are " + count +
				" residual blocks, and " + usual + " in '" + name + 0 +
				"'; as many in each level are valid");
		}
		Value x = start;
		for (int j = 0; j < count; j++) {
			x = residual(x, level.at("block." + j));
			if (level.hasAny("attn." + j)) {
				x = attention(x, level.at("attn." + j));
			}
		}
		return x;
	}

	private static int blocks(final Weights level) {
		int count = 0;
		while (level.hasAny("block." + count)) {
			count++;
		}
		return count;
	}

	private Value conv2d(final Value x, final Weights w, final int kernel,
		final int out)
	{
		reach += kernel / 2 / (double) cell;
		return layers.conv2d(x, w, kernel, out, cell);
	}

	private Value norm(final Value x, final Weights w) {
		return norms.map(n -> n.norm(x, w, cell)).orElseGet(() -> layers.groupNorm(
			x, w, Statistics.EPSILON));
	}

	private Value middle(final Value x, final Weights mid) {
		return residual(attention(residual(x, mid.at("block_1")), mid.at("attn_1")),
			mid.at("block_2"));
	}

	private Value end(final Value x, final Weights w, final int out) {
		return conv2d(layers.silu(norm(x, w.at("norm_out"))), w.at("conv_out"), 3,
			out);
	}

	private Value residual(final Value x, final Weights w) {
		final boolean changes = w.hasAny("nin_shortcut");
		final Value in = layers.silu(norm(x, w.at("norm1")));
		final int out = changes ? Layers.outputs(w.at("conv1")) : x.channels();
		Value y = conv2d(in, w.at("conv1"), 3, out);
		y = conv2d(layers.silu(norm(y, w.at("norm2"))), w.at("conv2"), 3, out);
		return layers.add(changes ? conv2d(x, w.at("nin_shortcut"), 1, out) : x, y);
	}

	/**
	 * Attention of all pixels to all, with one head as wide as there are
	 * channels.
	 */
	private Value attention(final Value x, final Weights w) {
		final int channels = x.channels();
		final Value rows = layers.toRows(norm(x, w.at("norm")));
		final Value q = layers.toTokens(layers.linear(rows, w.at("q"), channels),
			x);
		final Value k = layers.toTokens(layers.linear(rows, w.at("k"), channels),
			x);
		final Value v = layers.toTokens(layers.linear(rows, w.at("v"), channels),
			x);
		final Value mixed = layers.reshape(layers.attention(q, k, v, 1, false), -1,
			channels);
		final Value out = layers.linear(mixed, w.at("proj_out"), channels);
		return layers.add(x, layers.toPicture(layers.toTokens(out, x), x));
	}
}
