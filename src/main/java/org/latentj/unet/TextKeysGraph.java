
package org.latentj.unet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.Value;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.runtime.ExecutionProvider;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.NetworkInput;

/**
 * The graph that makes keys and values of a text for all layers of a network
 * that attend to it (Vaswani et al. 2017, section 3.2.1): of the text's
 * embedding, [B, tokens, width], [B, tokens, C] each. They depend on nothing
 * else, so that they need not be made anew in each step. It is built along with
 * the network's graph, which takes them as inputs.
 */
public final class TextKeysGraph {

	/** NB: of one name there are a weight and what is made with it. */
	private static final String OF_TEXT = " of the text";

	private final GraphBuilder network;

	private final GraphBuilder graph;

	private final Layers layers;

	private final Value context;

	private final Value rows;

	private final Map<String, Integer> widths = new LinkedHashMap<>();

	/**
	 * The graph and what it gives.
	 *
	 * @param widths channels of each output, by name
	 */
	public record Built(OnnxModel model, Map<String, Integer> widths) {
	}

	private TextKeysGraph(final UNetConfig config, final GraphBuilder network,
		final GraphBuilder graph, final Layers layers)
	{
		this.network = network;
		this.graph = graph;
		this.layers = layers;
		final int width = config.contextWidth();
		context = graph.narrowed(graph.input(NetworkInput.CONTEXT.id(),
			ElementType.FLOAT, "batch", "tokens", width).with(width));
		rows = layers.reshape(context, -1, width);
	}

	/**
	 * One where it pays: on processors. NB: on a card it is faster to make keys
	 * and values than to have them brought there.
	 *
	 * @param network the builder of the graph that takes them
	 * @param products makes layers as that graph has them
	 */
	public static Optional<TextKeysGraph> of(final UNetConfig config,
		final OrtSettings settings, final GraphBuilder network,
		final Function<GraphBuilder, Layers> products)
	{
		if (settings.provider() != ExecutionProvider.CPU) {
			return Optional.empty();
		}
		final GraphBuilder graph = new GraphBuilder(settings.chosenPrecision()
			.type());
		return Optional.of(new TextKeysGraph(config, network, graph, products.apply(
			graph)));
	}

	/**
	 * Keys or values of the text, [B, tokens, C], as an input of the network's
	 * graph.
	 *
	 * @param layer makes them: {@code to_k} or {@code to_v}
	 */
	Value of(final Weights layer, final int channels) {
		final String name = layer.get("weight").name() + OF_TEXT;
		if (widths.put(name, channels) != null) {
			throw new IllegalStateException(name + " is made twice");
		}
		graph.output(name, layers.toTokens(layers.linearWithoutBias(rows, layer,
			channels), context), "batch", "tokens", channels);
		return network.narrowed(network.input(name, ElementType.FLOAT, "batch",
			"tokens", channels).with(channels));
	}

	/** Ends it; what it took counts as taken by the network's graph. */
	public Built build() {
		network.count(graph);
		return new Built(graph.build("keys of the text"), widths);
	}

	/**
	 * Bytes of the keys and values of one text of 77 tokens.
	 *
	 * @param unet in LDM naming
	 */
	static long bytes(final Weights unet, final UNetConfig config) {
		final List<String> layers = unet.names().stream().filter(n -> n.endsWith(
			"to_k.weight") && unet.get(n).rank() == 2 && unet.size(n, 1) == config
				.contextWidth() && (n.endsWith("attn2.to_k.weight") || unet.size(n,
					0) != config.contextWidth())).toList();
		return bytes(layers.stream().mapToLong(n -> 2L * unet.size(n, 0)).sum());
	}

	/** The same, of so many channels together. */
	static long bytes(final long channels) {
		return Float.BYTES * TextKeys.TOKENS * channels;
	}
}
