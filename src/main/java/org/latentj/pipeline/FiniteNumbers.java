
package org.latentj.pipeline;

import java.util.HashSet;
import java.util.Set;

import org.latentj.sampling.conditioning.ControlNetwork;
import org.latentj.sampling.conditioning.Residuals;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.tensor.Tensor;

/**
 * Looks for NaN and infinities in what the networks of a run and its sampler
 * give, and warns once for each of them. A network that was given such numbers
 * is not to blame for what it gives.
 */
final class FiniteNumbers {

	private final RunListener listener;

	private final Set<String> warned = new HashSet<>();

	private boolean isSteeredBadly;

	FiniteNumbers(final RunListener listener) {
		this.listener = listener;
	}

	/**
	 * The same numbers, looked through.
	 *
	 * @param part the network that gave them
	 */
	Tensor check(final String part, final Tensor numbers) {
		if (!areFinite(numbers.data())) {
			warn(part);
		}
		return numbers;
	}

	/** The same network, whose predictions are looked through. */
	DiffusionModel check(final String part, final DiffusionModel model) {
		return model.predicting((x, timestep, conditionings) -> {
			final Tensor prediction = model.predict(sampled(x), timestep,
				conditionings);
			// NB: what a network that steers adds is given to this one, too.
			return areFinite(x.data()) && !isSteeredBadly ? check(part, prediction)
				: prediction;
		});
	}

	/** The same network, whatever it adds is looked through. */
	ControlNetwork check(final String part, final ControlNetwork network) {
		return new CheckedControl(part, network, this);
	}

	/** NB: two are equal that check the same network, so that they join calls. */
	private record CheckedControl(String part, ControlNetwork network,
			FiniteNumbers numbers) implements ControlNetwork {

		@Override
		public Tensor fitted(final Tensor picture, final int height,
			final int width)
		{
			return network.fitted(picture, height, width);
		}

		@Override
		public Residuals residuals(final Call call, final Tensor pictures) {
			final Residuals all = network.residuals(call, pictures);
			if (areFinite(call.latents().data()) && !all.at().values().stream()
				.allMatch(t -> areFinite(t.data())))
			{
				numbers.isSteeredBadly = true;
				numbers.warn(part);
			}
			return all;
		}
	}

	private void warn(final String part) {
		if (warned.add(part)) {
			listener.onWarning("the " + part +
				" gave numbers that are not finite (NaN or infinite), and what comes " +
				"out is no picture: its weights hold such numbers or are too large, " +
				"or a weight in the prompt, a LoRA's strength or the CFG scale is");
		}
	}

	/** The same latent, looked through: what a sampler gave. */
	Tensor sampled(final Tensor latent) {
		// NB: after a network's NaN the sampler's are not its own.
		if (!areFinite(latent.data()) && warned.isEmpty() && warned.add(
			"sampler"))
		{
			listener.onWarning(
				"the sampler gave numbers that are not finite (NaN or infinite), and " +
					"what comes out is no picture: choose another sampler or scheduler, " +
					"or a larger denoise");
		}
		return latent;
	}

	/** The same picture of a latent, looked through. */
	Tensor check(final String part, final Tensor latent, final Tensor picture) {
		return areFinite(latent.data()) ? check(part, picture) : picture;
	}

	private static boolean areFinite(final float[] numbers) {
		// NB: 0 times a number is 0, but 0 times NaN or infinity is NaN.
		float sum = 0;
		for (final float number : numbers) {
			sum += 0 * number;
		}
		return sum == 0;
	}
}
