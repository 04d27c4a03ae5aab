
package org.latentj.sampling;

import org.latentj.tensor.Tensor;

/**
 * Watches a sampling run. Throwing
 * {@link java.util.concurrent.CancellationException} from it stops the run.
 */
@FunctionalInterface
public interface SamplingListener {

	/** Does nothing. */
	SamplingListener NONE = (step, steps, sigma, denoised) -> {};

	/**
	 * Called once a step, after the (first) model call of that step.
	 *
	 * @param step number of the step, from 1
	 * @param steps how many there will be
	 * @param sigma noise level at the start of the step
	 * @param denoised the model's present idea of the latent in the network's
	 *          scale, [N, C, H, W]; not to be changed
	 */
	void onStep(int step, int steps, double sigma, Tensor denoised);
}
