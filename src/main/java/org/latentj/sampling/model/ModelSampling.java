
package org.latentj.sampling.model;

import org.latentj.tensor.Tensor;

/**
 * The noise schedule that a network was trained on, and what its input and its
 * output mean at a noise level: all that samplers, schedulers and denoisers ask
 * of a family. ComfyUI's {@code model_sampling}. {@link DiscreteSchedule} is
 * Stable Diffusion's, {@link ContinuousSchedule} that of EDM.
 */
public interface ModelSampling {

	/** What a percentage of 0 maps to: more than any level. */
	double ABOVE_ALL = 999999999.9;

	/** What the network predicts. */
	PredictionType prediction();

	/** The number of noise levels that schedulers choose among. */
	int steps();

	/** One of the noise levels, from 0, the lowest, to {@code steps() - 1}. */
	float sigmaAt(int step);

	/** The lowest noise level. */
	default float sigmaMin() {
		return sigmaAt(0);
	}

	/** The highest noise level. */
	default float sigmaMax() {
		return sigmaAt(steps() - 1);
	}

	/**
	 * The noise level at a time.
	 *
	 * @param timestep in the network's measure, brought into the schedule's range
	 */
	float sigma(double timestep);

	/** The time at a noise level, in the network's measure. */
	double timestep(double sigma);

	/**
	 * The noise level at a part of the way from noise to picture.
	 *
	 * @param percent 0 (a number above all levels) to 1 (level 0)
	 */
	double percentToSigma(double percent);

	/**
	 * Scales a noisy latent for the network.
	 *
	 * @param x [N, C, H, W]; not changed
	 */
	Tensor calculateInput(double sigma, Tensor x);

	/**
	 * The denoised latent from the network's output.
	 *
	 * @param output [N, C, H, W], as the network gave it
	 * @param x the noisy latent, not scaled, [N, C, H, W]
	 */
	Tensor calculateDenoised(double sigma, Tensor output, Tensor x);

	/**
	 * The latent to start from.
	 *
	 * @param sigma the first noise level
	 * @param maxDenoise whether that is the schedule's highest one: the noise
	 *          then has the variance of a latent of unit variance at that level,
	 *          not only of its noise
	 * @param noise of unit variance, [N, C, H, W]
	 * @param latent that it hides, of the same shape
	 */
	default Tensor noiseScaling(final double sigma, final Tensor noise,
		final Tensor latent, final boolean maxDenoise)
	{
		final float s = (float) sigma;
		final float scale = maxDenoise ? (float) Math.sqrt(s * s + 1) : s;
		return noise.zip(latent, (n, l) -> n * scale + l);
	}

	/**
	 * Undoes the scaling at the last noise level, where a schedule has one.
	 *
	 * @param x [N, C, H, W]
	 */
	default Tensor inverseNoiseScaling(final double sigma, final Tensor x) {
		return x;
	}

	/** Whether a run from this noise level starts at the top of the schedule. */
	default boolean isMaxDenoise(final double sigma) {
		final double max = sigmaMax();
		return sigma > max || Math.abs(max - sigma) <= 1e-5 * Math.max(max, sigma);
	}
}
