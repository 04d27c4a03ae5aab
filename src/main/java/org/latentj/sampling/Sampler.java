
package org.latentj.sampling;

import org.latentj.tensor.Tensor;

/**
 * Integrates from noise to a latent: a pure function of a denoiser and the
 * noise levels, which knows nothing of prompts, masks or networks.
 */
public interface Sampler {

	/** ComfyUI's id. */
	String id();

	/**
	 * Integrates along all noise levels.
	 *
	 * @param denoiser estimates the clean latent
	 * @param x the noisy latent at the first level, [N, C, H, W]; not changed
	 * @param sigmas at least two falling levels, above 0 except perhaps the last;
	 *          neighbours may be equal if {@link #takesEqualSigmas()}
	 * @param run noise, schedule and listener of this run
	 * @return the latent at the last level, of the shape of {@code x}
	 */
	Tensor sample(Denoiser denoiser, Tensor x, float[] sigmas, SamplingRun run);

	/**
	 * Whether one level more is asked of the scheduler and the last but one left
	 * out, since this sampler takes no good step to a very low level.
	 */
	default boolean dropsPenultimateSigma() {
		return false;
	}

	/**
	 * Whether a step may lead from a level to itself. A sampler that divides by
	 * the distance of levels makes numbers of it that are not finite.
	 */
	default boolean takesEqualSigmas() {
		return false;
	}

	/**
	 * Whether a step may lead from one level to another. Where levels are very
	 * near each other, a sampler may round both to one number, by whose distance
	 * it divides.
	 *
	 * @param sigma at which the step starts
	 * @param next where it ends, not above {@code sigma}
	 */
	default boolean tellsApart(final float sigma, final float next) {
		return takesEqualSigmas() || sigma != next;
	}

	/**
	 * Whether it chooses its steps itself, so that how many there are is known in
	 * the end only, and until then told as an estimate.
	 */
	default boolean choosesSteps() {
		return false;
	}

	/**
	 * The noise under which the part of a latent is hidden that a noise mask
	 * keeps.
	 *
	 * @param noise what the run started from, [N, C, H, W]
	 * @param seed of the run, all 64 bits
	 * @return of the same shape
	 */
	default Tensor maskNoise(final Tensor noise, final long seed) {
		return noise;
	}
}
