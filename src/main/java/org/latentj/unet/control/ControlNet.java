
package org.latentj.unet.control;

import java.util.HashMap;
import java.util.Map;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.ControlNetNaming;
import org.latentj.control.StopSignal;
import org.latentj.latent.Crop;
import org.latentj.latent.ResizeMethod;
import org.latentj.onnx.engine.GraphEngines;
import org.latentj.onnx.engine.GraphModel;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.ControlNetwork;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.Residuals;
import org.latentj.tensor.Tensor;
import org.latentj.unet.TextKeys;
import org.latentj.unet.UNetConfig;
import org.latentj.unet.UNetGraph;

/** An open ControlNet (Zhang et al. 2023). */
final class ControlNet implements OpenControl {

	/** Pixels along the edge of a cell of the latent: it halves three times. */
	static final int CELL = 8;

	private final UNetConfig config;

	private final GraphModel model;

	private final TextKeys texts;

	private final Map<String, Output> outputs;

	private final boolean averages;

	/**
	 * What is added at a place.
	 *
	 * @param level how often the latent was halved there
	 */
	record Output(int channels, int level) {

		int[] shape(final Tensor latents) {
			int height = latents.size(2);
			int width = latents.size(3);
			for (int i = 0; i < level; i++) {
				height = (height + 1) / 2;
				width = (width + 1) / 2;
			}
			return new int[] { latents.size(0), channels, height, width };
		}
	}

	private ControlNet(final UNetConfig config, final GraphModel model,
		final TextKeys texts, final Map<String, Output> outputs,
		final boolean averages)
	{
		this.texts = texts;
		this.config = config;
		this.model = model;
		this.outputs = outputs;
		this.averages = averages;
	}

	/**
	 * Opens the network.
	 *
	 * @param weights in LDM naming, without prefix, see {@link ControlNetNaming}
	 * @param averages whether the mean over all cells is added to each
	 */
	static ControlNet open(final Weights weights, final UNetConfig config,
		final boolean averages, final OrtSettings settings)
	{
		final ControlNetGraph.Built built = ControlNetGraph.build(weights, config,
			settings);
		final GraphModel model = GraphEngines.open(built.model(), settings);
		return new ControlNet(config, model, TextKeys.beside(model, built.texts(),
			settings), built.outputs(), averages);
	}

	@Override
	public ControlNetwork stoppedBy(final StopSignal stop) {
		return new ControlNetwork() {

			@Override
			public Tensor fitted(final Tensor picture, final int height,
				final int width)
			{
				return ResizeMethod.NEAREST_EXACT.resize(picture, CELL * width, CELL *
					height, Crop.CENTER);
			}

			@Override
			public Residuals residuals(final Call call, final Tensor pictures) {
				return run(call, pictures, stop);
			}
		};
	}

	private Residuals run(final ControlNetwork.Call call, final Tensor pictures,
		final StopSignal stop)
	{
		final Map<String, Tensor> inputs = new HashMap<>(Map.of(UNetGraph.LATENT,
			call.latents(), UNetGraph.TIME, call.times(), NetworkInput.CONTEXT.id(),
			call.context(), ControlNetGraph.PICTURE, pictures));
		if (config.vectorWidth() > 0) {
			inputs.put(NetworkInput.VECTOR.id(), call.vector().orElseThrow());
		}
		final Map<String, int[]> shapes = new HashMap<>();
		outputs.forEach((place, output) -> shapes.put(place, output.shape(call
			.latents())));
		final Residuals residuals = new Residuals(texts.run(model, inputs, shapes,
			stop));
		return averages ? residuals.averaged() : residuals;
	}

	@Override
	public MemoryMode mode() {
		return model.mode();
	}

	@Override
	public Map<String, Integer> onProcessor() {
		return model.onProcessor();
	}

	@Override
	public void rest(final boolean much) {
		model.rest(much);
	}

	@Override
	public long heldBytes() {
		return texts.heldBytes();
	}

	@Override
	public void close() {
		texts.close();
		model.close();
	}
}
