
package org.latentj.clip;

import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.Value;

/**
 * The graph of a CLIP text transformer: token ids [B, T] to the states behind
 * every layer. An id of vocabulary + k stands for row k of the learned
 * {@value #VECTORS} [V, width].
 * <p>
 * Outputs, both [layers, B, T, width]: {@value #HIDDEN} are the states as they
 * are, {@value #NORMED} the same after the final layer normalisation. Either
 * serves any clip skip. With a projection there is also {@value #POOLED} [B,
 * pooled], the last layer's normed states at the places {@value #ENDS} [B],
 * counted over all chunks, projected.
 * </p>
 */
final class ClipTextGraph {

	static final String TOKENS = "tokens";

	static final String VECTORS = "vectors";

	static final String HIDDEN = "hidden";

	static final String NORMED = "normed";

	static final String ENDS = "ends";

	static final String POOLED = "pooled";

	private final Weights text;

	private final ClipTextConfig config;

	/**
	 * NB: ComfyUI holds text encoders in half precision, whatever the file has.
	 */
	private final GraphBuilder graph = new GraphBuilder().withWeightsInHalf();

	private final Layers layers = new Layers(graph);

	private ClipTextGraph(final Weights text, final ClipTextConfig config) {
		this.text = text;
		this.config = config;
	}

	static OnnxModel build(final Weights text, final ClipTextConfig config) {
		return new ClipTextGraph(text, config).build();
	}

	private OnnxModel build() {
		final Value tokens = graph.input(TOKENS, ElementType.FLOAT, "batch",
			"tokens");
		final TransformerLayer layer = new TransformerLayer(config.heads(), config
			.quickGelu(), true);
		Value x = embeddings(tokens);
		final Value[] states = new Value[config.layers()];
		for (int i = 0; i < states.length; i++) {
			x = layer.apply(layers, x, tokens, text.at("encoder.layers." + i));
			states[i] = layers.unsqueeze(layers.toTokens(x, tokens), 0);
		}
		final Value hidden = states.length == 1 ? states[0] : layers.stack(states);
		final Object[] axes = { states.length, "batch", "tokens", config.width() };
		graph.output(HIDDEN, hidden, axes);
		graph.output(NORMED, layers.layerNorm(hidden, text.at("final_layer_norm")),
			axes);
		if (config.pooledWidth() > 0) {
			graph.output(POOLED, pooled(x), "batch", config.pooledWidth());
		}
		graph.requireAllUsed(text, "encoder");
		return graph.build("text encoder");
	}

	/**
	 * NB: each row twice, since ONNX Runtime adds up a single one in another
	 * order if the matrix lies turned around. So both ways to store it give the
	 * same bits.
	 *
	 * @param last rows behind the last layer
	 */
	private Value pooled(final Value last) {
		final Value ends = graph.op("Cast", List.of(graph.input(ENDS,
			ElementType.FLOAT, "batch")), Attribute.of("to", ElementType.INT64
				.number()));
		final Value at = layers.layerNorm(graph.op("Gather", List.of(last, graph.op(
			"Concat", List.of(ends, ends), Attribute.of("axis", 0)))).with(config
				.width()), text.at("final_layer_norm"));
		final String name = ClipTextConfig.PROJECTION;
		final Value both = text.has(name) ? graph.op("Gemm", List.of(at, graph
			.weight(text, name, config.width(), config.pooledWidth()))) : layers
				.linearWithoutBias(at, text.at(name), config.pooledWidth());
		return graph.op("Slice", List.of(both, graph.ints(0), graph.op("Shape", List
			.of(ends))));
	}

	/** Token and position embeddings, as rows [B * T, width]. */
	private Value embeddings(final Value tokens) {
		final Value ids = graph.op("Cast", List.of(tokens), Attribute.of("to",
			ElementType.INT64.number()));
		final Value length = graph.op("Shape", List.of(tokens), Attribute.of(
			"start", 1));
		final Value position = graph.op("Slice", List.of(graph.weight(text.at(
			"embeddings.position_embedding"), "weight", config.tokens(), config
				.width()), graph.ints(0), length));
		return layers.reshape(layers.add(token(ids), position), -1, config.width());
	}

	/**
	 * Rows of the token table, and for ids beyond its end rows of
	 * {@value #VECTORS}.
	 */
	private Value token(final Value ids) {
		final Value vectors = graph.input(VECTORS, ElementType.FLOAT, "vectors",
			config.width());
		final Value last = graph.ints(config.vocabulary() - 1);
		final Value known = graph.gather(text.at("embeddings.token_embedding"),
			"weight", graph.op("Min", List.of(ids, last)), config.vocabulary(), config
				.width());
		final Value beyond = graph.op("Sub", List.of(ids, graph.ints(config
			.vocabulary())));
		final Value learned = graph.op("Gather", List.of(vectors, graph.op("Max",
			List.of(beyond, graph.ints(0)))));
		final Value isKnown = layers.unsqueeze(graph.op("LessOrEqual", List.of(ids,
			last)), -1);
		return graph.op("Where", List.of(isKnown, known, learned));
	}
}
