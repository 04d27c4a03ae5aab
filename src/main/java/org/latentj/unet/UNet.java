
package org.latentj.unet;

import java.util.Map;

import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.tensor.Tensor;

/** An open UNet. */
public final class UNet implements OpenNetwork {

	private final UNetConfig config;

	private final OrtModel model;

	private UNet(final UNetConfig config, final OrtModel model) {
		this.config = config;
		this.model = model;
	}

	/** The graph for weights in LDM naming. */
	public static OnnxModel graph(final Weights unet) {
		return UNetGraph.build(unet, UNetConfig.of(unet));
	}

	/** Opens the network. */
	public static UNet open(final Weights unet, final OrtSettings settings) {
		return new UNet(UNetConfig.of(unet), OrtModel.open(graph(unet), settings));
	}

	/** What the weights told. */
	public UNetConfig config() {
		return config;
	}

	@Override
	public MemoryMode mode() {
		return model.mode();
	}

	/** The network as a run sees it: it stops when told to. */
	public DiffusionModel stoppedBy(final StopSignal stop) {
		return (x, timestep, conditionings) -> JointContexts.predict(x,
			conditionings.stream().map(Conditioning::context).toList(), (items,
				contexts) -> predict(items, Tensor.full((float) timestep, items.size(
					0)), contexts, stop));
	}

	/**
	 * One evaluation.
	 *
	 * @param x [B, C, H, W] latents, H and W at least 1
	 * @param times [B], 0 to 999
	 * @param context [B, S, width]
	 * @return [B, C, H, W]
	 */
	public Tensor predict(final Tensor x, final Tensor times,
		final Tensor context, final StopSignal stop)
	{
		final int[] shape = x.shape();
		if (shape.length != 4 || shape[1] != config.inChannels()) {
			throw new IllegalArgumentException("this UNet takes [batch, " + config
				.inChannels() + ", height, width], not " + x);
		}
		if (context.rank() != 3 || context.size(2) != config.contextWidth()) {
			throw new IllegalArgumentException(
				"this UNet takes a text embedding [batch, tokens, " + config
					.contextWidth() + "], not " + context);
		}
		shape[1] = config.outChannels();
		return model.run(Map.of(UNetGraph.LATENT, x, UNetGraph.TIME, times,
			UNetGraph.CONTEXT, context), UNetGraph.PREDICTION, shape, stop);
	}

	@Override
	public void close() {
		model.close();
	}
}
