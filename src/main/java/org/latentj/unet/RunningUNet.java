
package org.latentj.unet;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.control.StopSignal;
import org.latentj.sampling.attention.AttentionListener;
import org.latentj.sampling.conditioning.Cond;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ControlNetwork;
import org.latentj.sampling.conditioning.ControlPictures;
import org.latentj.sampling.conditioning.JointCalls;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.Residuals;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.tensor.Tensor;

/**
 * A UNet as a run sees it.
 *
 * @param unet itself
 * @param calls how many items go in a call
 * @param listener told of its attention
 * @param stop stops it
 */
record RunningUNet(UNet unet, CallSize calls, AttentionListener listener,
		StopSignal stop) implements DiffusionModel {

	@Override
	public Tensor predict(final Tensor x, final double timestep,
		final List<Conditioning> conditionings)
	{
		return predict(x, conditionings, (items, inputs) -> joined(items, times(
			items, timestep), inputs));
	}

	@Override
	public DiffusionModel reusing(final int every, final double below) {
		if (every == 1 || !unet.canReuse()) {
			return this;
		}
		final DeepFeatures features = new DeepFeatures(every);
		return (x, timestep, conditionings) -> {
			final DeepFeatures.Items found = features.begin(x, conditionings,
				timestep <= below);
			return predict(x, conditionings, (items, inputs) -> unet.predict(items,
				times(items, timestep), told(inputs), found, stop));
		};
	}

	private Tensor predict(final Tensor x, final List<Conditioning> conditionings,
		final JointCalls.Network network)
	{
		return JointCalls.predict(x, conditionings, calls.items((long) x.size(2) * x
			.size(3)), (items, inputs) -> {
				calls.begin(items);
				return network.predict(items, inputs);
			});
	}

	private static Tensor times(final Tensor items, final double timestep) {
		return Tensor.full((float) timestep, items.size(0));
	}

	private static Map<NetworkInput, Tensor> told(
		final Map<NetworkInput, Cond> inputs)
	{
		final Map<NetworkInput, Tensor> told = new EnumMap<>(NetworkInput.class);
		inputs.forEach((input, cond) -> told.put(input, cond.tensor()));
		return told;
	}

	private Tensor joined(final Tensor x, final Tensor times,
		final Map<NetworkInput, Cond> inputs)
	{
		final Map<NetworkInput, Tensor> told = told(inputs);
		told.remove(NetworkInput.CONTROL);
		final Residuals residuals = inputs.get(
			NetworkInput.CONTROL) instanceof ControlPictures control ? control
				.residuals(new ControlNetwork.Call(x, times, told.get(
					NetworkInput.CONTEXT), Optional.ofNullable(told.get(
						NetworkInput.VECTOR)))) : Residuals.NONE;
		return unet.predict(x, times, told, residuals, listener, stop);
	}
}
