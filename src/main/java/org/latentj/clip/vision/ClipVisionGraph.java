
package org.latentj.clip.vision;

import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.clip.TransformerLayer;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.Value;

/**
 * The graph of a CLIP picture encoder: {@value #PIXELS} [B, 3, S, S] to the
 * pictures' vectors {@value #EMBEDDING} [B, projection], the states behind the
 * last layer {@value #LAST} and the one before {@value #PENULTIMATE}, both [B,
 * 1 + patches, width].
 */
final class ClipVisionGraph {

	static final String PIXELS = "pixels";

	static final String EMBEDDING = "embedding";

	static final String LAST = "last";

	static final String PENULTIMATE = "penultimate";

	private final Weights vision;

	private final Weights file;

	private final ClipVisionConfig config;

	/** NB: ComfyUI holds it in half precision, whatever the file has. */
	private final GraphBuilder graph = new GraphBuilder().withWeightsInHalf();

	private final Layers layers = new Layers(graph);

	private ClipVisionGraph(final Weights file, final ClipVisionConfig config) {
		this.file = file;
		vision = file.at(ClipVision.PREFIX);
		this.config = config;
	}

	static OnnxModel build(final Weights file, final ClipVisionConfig config) {
		return new ClipVisionGraph(file, config).build();
	}

	private OnnxModel build() {
		final Value pixels = graph.input(PIXELS, ElementType.FLOAT, "batch", 3,
			config.size(), config.size()).with(3);
		final TransformerLayer layer = new TransformerLayer(config.heads(), config
			.quickGelu(), false);
		final Value tokens = layers.layerNorm(embeddings(pixels), vision.at(
			"pre_layrnorm"));
		Value x = layers.reshape(tokens, -1, config.width());
		Value before = x;
		for (int i = 0; i < config.layers(); i++) {
			before = x;
			x = layer.apply(layers, x, pixels, vision.at("encoder.layers." + i));
		}
		final Value last = layers.toTokens(x, pixels);
		output(LAST, last);
		output(PENULTIMATE, layers.toTokens(before, pixels));
		final Value picture = graph.op("Gather", List.of(last, graph.ints(0)),
			Attribute.of("axis", 1)).with(config.width());
		final Value normal = layers.layerNorm(layers.reshape(picture, -1, config
			.width()), vision.at("post_layernorm"));
		graph.output(EMBEDDING, projected(normal), "batch", config.projection());
		graph.requireAllUsed(vision, "encoder");
		return graph.build("CLIP picture encoder");
	}

	/** NB: OpenCLIP's files have the matrix turned around. */
	private Value projected(final Value picture) {
		final String name = ClipVision.PROJECTION;
		return file.has(name) ? graph.op("MatMul", List.of(picture, graph.weight(
			file, name, config.width(), config.projection()))) : layers
				.linearWithoutBias(picture, file.at(name), config.projection());
	}

	private void output(final String name, final Value tokens) {
		final int side = config.size() / config.patch();
		graph.output(name, tokens, "batch", 1 + side * side, config.width());
	}

	/**
	 * A token for the picture and one for each patch, row by row, with their
	 * positions: [B, 1 + patches, width].
	 */
	private Value embeddings(final Value pixels) {
		final int width = config.width();
		final int patch = config.patch();
		final Value map = layers.conv2dWithoutBias(pixels, vision.at(
			"embeddings.patch_embedding"), patch, width, patch, new long[4]);
		final Value patches = layers.toTokens(layers.toRows(map), pixels);
		final Value picture = graph.op("Expand", List.of(graph.weight(vision,
			"embeddings.class_embedding", new long[] { width }, new long[] { 1, 1,
				width }), graph.op("Concat", List.of(batch(pixels), graph.ints(1,
					width)), Attribute.of("axis", 0))));
		final Value tokens = graph.op("Concat", List.of(picture, patches), Attribute
			.of("axis", 1)).with(width);
		final int side = config.size() / patch;
		return layers.add(tokens, graph.weight(vision, ClipVisionConfig.POSITIONS,
			1 + side * side, width));
	}

	private Value batch(final Value pixels) {
		return graph.op("Shape", List.of(pixels), Attribute.of("start", 0),
			Attribute.of("end", 1));
	}
}
