
package org.latentj.sampling.model;

import java.util.List;

import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.tensor.Tensor;

/**
 * The trained network, without any knowledge of sigmas. {@code unet.UNet} is
 * one.
 */
@FunctionalInterface
public interface DiffusionModel {

	/**
	 * Predicts the noise (or velocity) in a batch of noisy latents, each with a
	 * conditioning of its own.
	 *
	 * @param x scaled noisy latents, [N, C, H, W]
	 * @param timestep time on the training schedule, not necessarily whole, the
	 *          same for all items
	 * @param conditionings one for each item, of one item each; implementations
	 *          take them in one go or in several
	 * @return the prediction, of the shape of {@code x}, items in the same order
	 * @throws IllegalArgumentException if a conditioning lacks an input of the
	 *           network, or has one that it does not take
	 */
	Tensor predict(Tensor x, double timestep, List<Conditioning> conditionings);

	/**
	 * A conditioning with all inputs that the network takes: those that depend on
	 * the pictures are added. It is called once for each conditioning, before the
	 * first step.
	 *
	 * @param role what the conditioning is for
	 * @param canvas what is sampled
	 * @return of one item, or with an item for each of the pictures
	 */
	default Conditioning complete(final Conditioning conditioning,
		final PromptRole role, final Canvas canvas)
	{
		return conditioning;
	}

	/**
	 * Whether {@link #complete} depends on the role, so that equal conditionings
	 * of different roles are not one.
	 */
	default boolean tellsRolesApart() {
		return false;
	}

	/**
	 * The same network for one sampling, of whose calls for the same items one in
	 * so many is whole, the first one first; in the others its deep layers rest
	 * (Ma et al. 2023, arXiv:2312.00858, section 3.3). A call is one evaluation
	 * at a noise level: samplers of higher order make several in a step.
	 *
	 * @param every at least 1
	 * @param below the timestep up to which that is done; calls with more noise
	 *          are all whole, since these decide what lies where
	 * @return itself if it was not opened for that, or {@code every} is 1
	 */
	default DiffusionModel reusing(final int every, final double below) {
		return this;
	}

	/**
	 * The same network, whose predictions are made in another way.
	 *
	 * @param way makes them, of this network's mostly; what else it would be
	 *          asked is asked of this network
	 */
	default DiffusionModel predicting(final DiffusionModel way) {
		final DiffusionModel network = this;
		return new DiffusionModel() {

			@Override
			public Tensor predict(final Tensor x, final double timestep,
				final List<Conditioning> conditionings)
			{
				return way.predict(x, timestep, conditionings);
			}

			@Override
			public Conditioning complete(final Conditioning conditioning,
				final PromptRole role, final Canvas canvas)
			{
				return network.complete(conditioning, role, canvas);
			}

			@Override
			public boolean tellsRolesApart() {
				return network.tellsRolesApart();
			}
		};
	}
}
