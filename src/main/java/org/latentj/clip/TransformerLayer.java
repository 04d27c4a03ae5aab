
package org.latentj.clip;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.Value;

/**
 * A layer of CLIP's transformers (Radford et al. 2021), of its text and of its
 * picture encoder: attention, then two linear layers, each after a
 * normalisation and added to what came in. Weights are in transformers' naming
 * ({@code layer_norm1}, {@code self_attn.q_proj}, {@code mlp.fc1} ...).
 *
 * @param heads of attention, a divisor of the width
 * @param quickGelu whether the activation is CLIP's approximation (OpenAI's
 *          models) or the exact one (OpenCLIP's)
 * @param causal whether a token attends to those before it only, as in texts
 */
public record TransformerLayer(int heads, boolean quickGelu, boolean causal) {

	/**
	 * Adds the layer to a graph.
	 *
	 * @param x rows [B * S, width]
	 * @param like a value whose first axis is B
	 * @return rows of the same shape
	 */
	public Value apply(final Layers layers, final Value x, final Value like,
		final Weights w)
	{
		final Value attended = layers.add(x, attention(layers, layers.layerNorm(x, w
			.at("layer_norm1")), like, w.at("self_attn")));
		final Value wide = layers.linear(layers.layerNorm(attended, w.at(
			"layer_norm2")), w.at("mlp.fc1"), Layers.outputs(w.at("mlp.fc1")));
		final Value active = quickGelu ? layers.quickGelu(wide) : layers.gelu(wide);
		return layers.add(attended, layers.linear(active, w.at("mlp.fc2"), x
			.channels()));
	}

	private Value attention(final Layers layers, final Value x, final Value like,
		final Weights w)
	{
		final int width = x.channels();
		final Value q = layers.toTokens(layers.linear(x, w.at("q_proj"), width),
			like);
		final Value k = layers.toTokens(layers.linear(x, w.at("k_proj"), width),
			like);
		final Value v = layers.toTokens(layers.linear(x, w.at("v_proj"), width),
			like);
		final Value mixed = layers.attention(q, k, v, heads, causal);
		return layers.linear(layers.reshape(mixed, -1, width), w.at("out_proj"),
			width);
	}
}
