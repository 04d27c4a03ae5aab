
package org.latentj.pipeline;

import java.util.HashSet;
import java.util.Set;

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

	FiniteNumbers(final RunListener listener) {
		this.listener = listener;
	}

	/**
	 * The same numbers, looked through.
	 *
	 * @param part the network that gave them
	 */
	Tensor check(final String part, final Tensor numbers) {
		if (!areFinite(numbers.data()) && warned.add(part)) {
			listener.onWarning("the " + part +
				" gave numbers that are not finite (NaN or infinite): its weights " +
				"hold such numbers or are too large, and what comes out is no picture");
		}
		return numbers;
	}

	/** The same network, whose predictions are looked through. */
	DiffusionModel check(final String part, final DiffusionModel model) {
		return model.predicting((x, timestep, conditionings) -> {
			final Tensor prediction = model.predict(sampled(x), timestep,
				conditionings);
			return areFinite(x.data()) ? check(part, prediction) : prediction;
		});
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
