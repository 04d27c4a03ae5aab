
package org.latentj.sampling;

import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.noise.NoiseFactory;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * What a sampler may know of the run beside the denoiser and the noise levels.
 *
 * @param model the training schedule
 * @param noises where stochastic samplers get their noise from
 * @param listener told of each step
 */
public record SamplingRun(ModelSampling model, NoiseFactory noises,
		SamplingListener listener) {

	/**
	 * Independent draws.
	 *
	 * @param like of whose shape they are, [N, C, H, W]
	 */
	public NoiseSource noise(final Tensor like) {
		return noises.independent(like.shape());
	}

	/**
	 * The steps of a Brownian motion that spans all levels above 0.
	 *
	 * @param like of whose shape they are, [N, C, H, W]
	 * @param sigmas of the run, at least one of them above 0
	 */
	public NoiseSource brownian(final Tensor like, final float[] sigmas) {
		double min = Double.POSITIVE_INFINITY;
		double max = 0;
		for (final float s : sigmas) {
			min = s > 0 ? Math.min(min, s) : min;
			max = Math.max(max, s);
		}
		return noises.brownian(min, max, like.shape());
	}

	/**
	 * Tells the listener of step {@code i}, counted from 0.
	 *
	 * @param sigmas of the run
	 * @param denoised the step's estimate of the clean latent, [N, C, H, W]
	 * @throws java.util.concurrent.CancellationException if it wants the run to
	 *           stop
	 */
	public void report(final int i, final float[] sigmas, final Tensor denoised) {
		listener.onStep(i + 1, sigmas.length - 1, sigmas[i], denoised);
	}
}
