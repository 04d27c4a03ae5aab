
package org.latentj.unet;

import java.util.List;

import org.latentj.checkpoint.Weights;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.Value;
import org.latentj.sampling.conditioning.NetworkInput;

/**
 * The part of a UNet's graph that makes one vector of all that its residual
 * blocks are told, [B, width]: of the time, and of a vector or a class where it
 * takes one.
 */
record StepEmbedding(Weights unet, UNetConfig config, GraphBuilder graph,
		Layers layers) {

	/** That of the time, with what else tells all of the blocks something. */
	Value of(final Value time) {
		final Value own = timeEmbedding(time);
		if (config.labels() > 0) {
			return layers.add(own, labelEmbedding());
		}
		return config.vectorWidth() > 0 ? layers.add(own, vectorEmbedding()) : own;
	}

	/** A row of a table (Rombach et al. 2022, class-conditional models). */
	private Value labelEmbedding() {
		final Value label = graph.op("Cast", List.of(layers.reshape(graph.input(
			NetworkInput.LABEL.id(), ElementType.FLOAT, "batch", 1), -1)), Attribute
				.of("to", ElementType.INT64.number()));
		final int width = Layers.outputs(unet.at("time_embed.2"));
		return graph.narrowed(graph.gather(unet.at("label_emb"), "weight", label,
			config.labels(), width).with(width));
	}

	/**
	 * Sinusoids of the time (Vaswani et al. 2017, 3.5; cosines first), then two
	 * linear layers. NB: angles are in 32 bits in any graph, since half precision
	 * holds 11 digits, and angles go up to 999 radians.
	 */
	private Value timeEmbedding(final Value time) {
		final float[] frequencies = Sinusoids.frequencies(config.modelChannels() /
			2);
		final Value angle = layers.mul(layers.unsqueeze(time, 1), graph.floats(
			frequencies, 1, frequencies.length));
		final Value waves = graph.narrowed(layers.concat(graph.op("Cos", List.of(
			angle)).with(frequencies.length), graph.op("Sin", List.of(angle)).with(
				frequencies.length)));
		final Weights first = unet.at("time_embed.0");
		final int width = Layers.outputs(first);
		return layers.linear(layers.silu(layers.linear(waves, first, width)), unet
			.at("time_embed.2"), width);
	}

	/** Two linear layers of the vector (Podell et al. 2023, section 2.2). */
	private Value vectorEmbedding() {
		final int width = config.vectorWidth();
		final Value vector = graph.narrowed(graph.input(NetworkInput.VECTOR.id(),
			ElementType.FLOAT, "batch", width).with(width));
		final int out = Layers.outputs(unet.at("time_embed.2"));
		return layers.linear(layers.silu(layers.linear(vector, unet.at(
			"label_emb.0.0"), out)), unet.at("label_emb.0.2"), out);
	}
}
