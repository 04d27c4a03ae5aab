
package org.latentj.unet;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.latentj.checkpoint.Weights;
import org.latentj.control.StopSignal;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.conditioning.JointCalls;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.tensor.Tensor;

/** An open UNet. */
public final class UNet implements OpenNetwork {

	private final UNetConfig config;

	private final OrtModel model;

	private final CallSize calls;

	private UNet(final UNetConfig config, final OrtModel model,
		final CallSize calls)
	{
		this.config = config;
		this.model = model;
		this.calls = calls;
	}

	/**
	 * The graph for weights in LDM naming.
	 *
	 * @param latentChannels channels of the family's latents
	 */
	public static OnnxModel graph(final Weights unet, final int latentChannels) {
		return graph(unet, latentChannels, Precision.SINGLE);
	}

	/**
	 * The same, computing in some precision.
	 *
	 * @param precision not {@link Precision#AUTO}
	 */
	public static OnnxModel graph(final Weights unet, final int latentChannels,
		final Precision precision)
	{
		return UNetGraph.build(unet, UNetConfig.of(unet, latentChannels), precision
			.type());
	}

	/**
	 * Opens the network.
	 *
	 * @param latentChannels channels of the family's latents
	 */
	public static UNet open(final Weights unet, final int latentChannels,
		final OrtSettings settings)
	{
		final UNetConfig config = UNetConfig.of(unet, latentChannels);
		return new UNet(config, OrtModel.open(UNetGraph.build(unet, config, settings
			.chosenPrecision().type()), settings), new CallSize(config, settings
				.memory()));
	}

	/**
	 * The same network for a run that has only so much memory: the items of an
	 * evaluation go in as many calls as it asks for. It is closed together with
	 * this one.
	 *
	 * @param free memory that could be had now, in bytes
	 */
	public UNet within(final LongSupplier free) {
		return new UNet(config, model, calls.within(free));
	}

	/** What the weights told. */
	public UNetConfig config() {
		return config;
	}

	@Override
	public MemoryMode mode() {
		return model.mode();
	}

	@Override
	public Map<String, Integer> onProcessor() {
		return model.onProcessor();
	}

	/** The network as a run sees it: it stops when told to. */
	public DiffusionModel stoppedBy(final StopSignal stop) {
		return (x, timestep, conditionings) -> JointCalls.predict(x, conditionings,
			calls.items((long) x.size(2) * x.size(3)), (items, inputs) -> {
				calls.begin(items);
				return predict(items, Tensor.full((float) timestep, items.size(0)),
					inputs, stop);
			});
	}

	/**
	 * One evaluation with a text alone.
	 *
	 * @param x [B, C, H, W] latents, H and W at least 1
	 * @param times [B], in training steps
	 * @param context [B, S, width]
	 * @return [B, C, H, W]
	 */
	public Tensor predict(final Tensor x, final Tensor times,
		final Tensor context, final StopSignal stop)
	{
		return predict(x, times, Map.of(NetworkInput.CONTEXT, context), stop);
	}

	/**
	 * One evaluation.
	 *
	 * @param x [B, C, H, W] latents, H and W at least 1
	 * @param times [B], in training steps
	 * @param inputs all that the configuration names, [B, ...]
	 * @return [B, C, H, W]
	 * @throws IllegalArgumentException if one is missing, not known or of another
	 *           shape
	 */
	public Tensor predict(final Tensor x, final Tensor times,
		final Map<NetworkInput, Tensor> inputs, final StopSignal stop)
	{
		final int[] shape = x.shape();
		if (shape.length != 4 || shape[1] != config.latentChannels()) {
			throw new IllegalArgumentException("this UNet takes [batch, " + config
				.latentChannels() + ", height, width], not " + x);
		}
		final Map<String, Tensor> all = new HashMap<>(Map.of(UNetGraph.LATENT, x,
			UNetGraph.TIME, times));
		config.check(x, inputs);
		inputs.forEach((input, tensor) -> all.put(input.id(), tensor));
		shape[1] = config.outChannels();
		return model.run(all, UNetGraph.PREDICTION, shape, stop);
	}

	@Override
	public void close() {
		model.close();
	}
}
