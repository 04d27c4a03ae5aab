
package org.latentj.pipeline;

import org.latentj.sampling.SamplingSettings;
import org.latentj.tensor.Tensor;

/** Tells a listener and then another one. */
record BothListeners(RunListener first, RunListener other)
		implements
			RunListener {

	@Override
	public void onStage(final Stage stage) {
		first.onStage(stage);
		other.onStage(stage);
	}

	@Override
	public void onPhase(final Phase phase) {
		first.onPhase(phase);
		other.onPhase(phase);
	}

	@Override
	public void onSampling(final SamplingSettings settings) {
		first.onSampling(settings);
		other.onSampling(settings);
	}

	@Override
	public void onStep(final int step, final int steps, final double sigma,
		final Tensor denoised)
	{
		first.onStep(step, steps, sigma, denoised);
		other.onStep(step, steps, sigma, denoised);
	}

	@Override
	public void onEstimate(final Estimate estimate) {
		first.onEstimate(estimate);
		other.onEstimate(estimate);
	}

	@Override
	public void onComputation(final Computation computation) {
		first.onComputation(computation);
		other.onComputation(computation);
	}

	@Override
	public void onFailure(final Throwable why) {
		first.onFailure(why);
		other.onFailure(why);
	}

	@Override
	public void onWarning(final String warning) {
		first.onWarning(warning);
		other.onWarning(warning);
	}
}
