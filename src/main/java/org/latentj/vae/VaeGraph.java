
package org.latentj.vae;

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
 */
final class VaeGraph {

	static final String PICTURE = "picture";

	static final String MOMENTS = "moments";

	static final String LATENT = "latent";

	private static final float EPSILON = 1e-6f;

	private final GraphBuilder graph = new GraphBuilder();

	private final Layers layers = new Layers(graph);

	private VaeGraph() {}

	static OnnxModel encoder(final Weights vae, final VaeConfig config) {
		return new VaeGraph().buildEncoder(vae, config);
	}

	static OnnxModel decoder(final Weights vae, final VaeConfig config) {
		return new VaeGraph().buildDecoder(vae, config);
	}

	private OnnxModel buildEncoder(final Weights vae, final VaeConfig config) {
		final Weights w = vae.at("encoder");
		Value x = layers.conv2d(graph.input(PICTURE, ElementType.FLOAT, "batch", 3,
			"height", "width"), w.at("conv_in"), 1);
		for (int i = 0; w.hasAny("down." + i); i++) {
			final Weights level = w.at("down." + i);
			x = level(x, level);
			if (level.hasAny("downsample")) {
				x = layers.conv2d(x, level.at("downsample.conv"), 2, new long[] { 0, 0,
					1, 1 });
			}
		}
		x = end(middle(x, w.at("mid")), w);
		if (vae.hasAny("quant_conv")) {
			x = layers.conv2d(x, vae.at("quant_conv"), 1);
		}
		graph.output(MOMENTS, x, "batch", 2 * config.channels(), "h", "w");
		graph.requireAllUsed(vae, "encoder");
		return graph.build("VAE encoder");
	}

	private OnnxModel buildDecoder(final Weights vae, final VaeConfig config) {
		final Weights w = vae.at("decoder");
		Value x = graph.input(LATENT, ElementType.FLOAT, "batch", config.channels(),
			"h", "w");
		if (vae.hasAny("post_quant_conv")) {
			x = layers.conv2d(x, vae.at("post_quant_conv"), 1);
		}
		x = middle(layers.conv2d(x, w.at("conv_in"), 1), w.at("mid"));
		for (int i = config.levels() - 1; i >= 0; i--) {
			final Weights level = w.at("up." + i);
			x = level(x, level);
			if (level.hasAny("upsample")) {
				x = layers.conv2d(layers.upsample2(x), level.at("upsample.conv"), 1);
			}
		}
		graph.output(PICTURE, end(x, w), "batch", 3, "height", "width");
		graph.requireAllUsed(vae, "decoder");
		return graph.build("VAE decoder");
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

	private Value middle(final Value x, final Weights mid) {
		return residual(attention(residual(x, mid.at("block_1")), mid.at("attn_1")),
			mid.at("block_2"));
	}

	private Value end(final Value x, final Weights w) {
		return layers.conv2d(layers.silu(layers.groupNorm(x, w.at("norm_out"),
			EPSILON)), w.at("conv_out"), 1);
	}

	private Value residual(final Value x, final Weights w) {
		Value y = layers.conv2d(layers.silu(layers.groupNorm(x, w.at("norm1"),
			EPSILON)), w.at("conv1"), 1);
		y = layers.conv2d(layers.silu(layers.groupNorm(y, w.at("norm2"), EPSILON)),
			w.at("conv2"), 1);
		return layers.add(w.hasAny("nin_shortcut") ? layers.conv2d(x, w.at(
			"nin_shortcut"), 1) : x, y);
	}

	/**
	 * Attention of all pixels to all, with one head as wide as there are
	 * channels.
	 */
	private Value attention(final Value x, final Weights w) {
		final int channels = w.get("norm.weight").size(0);
		final Value rows = layers.toRows(layers.groupNorm(x, w.at("norm"), EPSILON),
			channels);
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
