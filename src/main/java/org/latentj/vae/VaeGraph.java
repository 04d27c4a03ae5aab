
package org.latentj.vae;

import java.util.Optional;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Layers;
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

	private static final float EPSILON = Statistics.EPSILON;

	private final GraphBuilder graph = new GraphBuilder();

	private final Layers layers = new Layers(graph);

	private final Weights vae;

	private final VaeConfig config;

	private final Optional<SharedNorms> norms;

	/** Edge of a latent cell in samples of the maps being made. */
	private int cell;

	/** How far a sample has looked around so far, in latent cells. */
	private double reach;

	private VaeGraph(final Weights vae, final VaeConfig config,
		final boolean sharesNorms)
	{
		this.vae = vae;
		this.config = config;
		norms = sharesNorms ? Optional.of(new SharedNorms(graph, EPSILON))
			: Optional.empty();
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

	static OnnxModel encoder(final Weights vae, final VaeConfig config) {
		final VaeGraph g = new VaeGraph(vae, config, false);
		g.outputMoments(g.deepEncoder(g.shallowEncoder(g.inputPicture())));
		g.graph.requireAllUsed(vae, "encoder");
		return g.graph.build("VAE encoder");
	}

	static Part shallowEncoder(final Weights vae, final VaeConfig config) {
		final VaeGraph g = new VaeGraph(vae, config, true);
		g.outputFeatures(g.shallowEncoder(g.inputPicture()), config.encoderWidth());
		return g.part("shallow part of the VAE encoder");
	}

	static OnnxModel deepEncoder(final Weights vae, final VaeConfig config) {
		return deepEncoding(vae, config, false).graph.build(
			"deep part of the VAE encoder");
	}

	/** The same, to go in tiles, to which its attention is restricted. */
	static Part tiledDeepEncoder(final Weights vae, final VaeConfig config) {
		return deepEncoding(vae, config, true).part(
			"deep part of the VAE encoder, in tiles");
	}

	private static VaeGraph deepEncoding(final Weights vae,
		final VaeConfig config, final boolean sharesNorms)
	{
		final VaeGraph g = new VaeGraph(vae, config, sharesNorms);
		g.outputMoments(g.deepEncoder(g.inputFeatures(config.encoderWidth())));
		return g;
	}

	static OnnxModel decoder(final Weights vae, final VaeConfig config) {
		final VaeGraph g = new VaeGraph(vae, config, false);
		g.outputPicture(g.shallowDecoder(g.deepDecoder(g.inputLatent())));
		g.graph.requireAllUsed(vae, "decoder");
		return g.graph.build("VAE decoder");
	}

	static OnnxModel deepDecoder(final Weights vae, final VaeConfig config) {
		return deepDecoding(vae, config, false).graph.build(
			"deep part of the VAE decoder");
	}

	/** The same, to go in tiles, to which its attention is restricted. */
	static Part tiledDeepDecoder(final Weights vae, final VaeConfig config) {
		return deepDecoding(vae, config, true).part(
			"deep part of the VAE decoder, in tiles");
	}

	private static VaeGraph deepDecoding(final Weights vae,
		final VaeConfig config, final boolean sharesNorms)
	{
		final VaeGraph g = new VaeGraph(vae, config, sharesNorms);
		g.outputFeatures(g.deepDecoder(g.inputLatent()), config.decoderWidth());
		return g;
	}

	static Part shallowDecoder(final Weights vae, final VaeConfig config) {
		final VaeGraph g = new VaeGraph(vae, config, true);
		g.outputPicture(g.shallowDecoder(g.inputFeatures(config.decoderWidth())));
		return g.part("shallow part of the VAE decoder");
	}

	private Part part(final String name) {
		final int count = norms.get().output();
		return new Part(graph.build(name), count, (int) Math.ceil(reach));
	}

	private Value inputPicture() {
		return graph.input(PICTURE, ElementType.FLOAT, "batch", 3, "height",
			"width");
	}

	private Value inputLatent() {
		return graph.input(LATENT, ElementType.FLOAT, "batch", config.channels(),
			"h", "w");
	}

	private Value inputFeatures(final int channels) {
		return graph.input(FEATURES, ElementType.FLOAT, "batch", channels, "h",
			"w");
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
		Value x = conv2d(picture, w.at("conv_in"));
		for (int i = 0; i < config.levels() - 1 && w.hasAny("down." + i); i++) {
			final Weights level = w.at("down." + i);
			x = level(x, level);
			if (level.hasAny("downsample")) {
				x = layers.conv2d(x, level.at("downsample.conv"), 2, new long[] { 0, 0,
					1, 1 });
				reach += 2.0 / cell;
				cell /= 2;
			}
		}
		return x;
	}

	private Value deepEncoder(final Value features) {
		final Weights w = vae.at("encoder");
		cell = 1;
		final Value x = level(features, w.at("down." + (config.levels() - 1)));
		final Value moments = end(middle(x, w.at("mid")), w);
		return vae.hasAny("quant_conv") ? conv2d(moments, vae.at("quant_conv"))
			: moments;
	}

	private Value deepDecoder(final Value latent) {
		final Weights w = vae.at("decoder");
		cell = 1;
		final Value x = vae.hasAny("post_quant_conv") ? conv2d(latent, vae.at(
			"post_quant_conv")) : latent;
		return level(middle(conv2d(x, w.at("conv_in")), w.at("mid")), w.at("up." +
			(config.levels() - 1)));
	}

	/** All levels but the first, up to the picture's size. */
	private Value shallowDecoder(final Value features) {
		final Weights w = vae.at("decoder");
		cell = 1;
		Value x = features;
		for (int i = config.levels() - 1; i > 0; i--) {
			final Weights level = w.at("up." + i);
			if (level.hasAny("upsample")) {
				cell *= 2;
				x = conv2d(layers.upsample2(x), level.at("upsample.conv"));
			}
			x = level(x, w.at("up." + (i - 1)));
		}
		return end(x, w);
	}

	private Value level(final Value start, final Weights level) {
		Value x = start;
		for (int j = 0; level.hasAny("block." + j); j++) {
			x = residual(x, level.at("block." + j));
			if (level.hasAny("attn." + j)) {
				x = attention(x, level.at("attn." + j));
			}
		}
		return x;
	}

	private Value conv2d(final Value x, final Weights w) {
		reach += w.get("weight").size(2) / 2 / (double) cell;
		return layers.conv2d(x, w, 1);
	}

	private Value norm(final Value x, final Weights w) {
		return norms.map(n -> n.norm(x, w, cell)).orElseGet(() -> layers.groupNorm(
			x, w, EPSILON));
	}

	private Value middle(final Value x, final Weights mid) {
		return residual(attention(residual(x, mid.at("block_1")), mid.at("attn_1")),
			mid.at("block_2"));
	}

	private Value end(final Value x, final Weights w) {
		return conv2d(layers.silu(norm(x, w.at("norm_out"))), w.at("conv_out"));
	}

	private Value residual(final Value x, final Weights w) {
		Value y = conv2d(layers.silu(norm(x, w.at("norm1"))), w.at("conv1"));
		y = conv2d(layers.silu(norm(y, w.at("norm2"))), w.at("conv2"));
		return layers.add(w.hasAny("nin_shortcut") ? conv2d(x, w.at("nin_shortcut"))
			: x, y);
	}

	/**
	 * Attention of all pixels to all, with one head as wide as there are
	 * channels.
	 */
	private Value attention(final Value x, final Weights w) {
		final int channels = w.get("norm.weight").size(0);
		final Value rows = layers.toRows(norm(x, w.at("norm")), channels);
		final Value q = layers.toTokens(layers.linear(rows, w.at("q")), x,
			channels);
		final Value k = layers.toTokens(layers.linear(rows, w.at("k")), x,
			channels);
		final Value v = layers.toTokens(layers.linear(rows, w.at("v")), x,
			channels);
		final Value mixed = layers.reshape(layers.attention(q, k, v, 1, false), -1,
			channels);
		final Value out = layers.linear(mixed, w.at("proj_out"));
		return layers.add(x, layers.toPicture(layers.toTokens(out, x, channels),
			x));
	}
}
