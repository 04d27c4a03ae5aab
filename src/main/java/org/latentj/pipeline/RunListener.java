
package org.latentj.pipeline;

import org.latentj.sampling.SamplingListener;
import org.latentj.tensor.Tensor;

/** Watches a run: its stages and, within sampling, its steps. */
@FunctionalInterface
public interface RunListener extends SamplingListener {

	/** Does nothing. */
	RunListener NONE = (step, steps, sigma, denoised) -> {};

	/**
	 * Called when a stage begins.
	 *
	 * @param stage what a user would read in a status bar: "Loading UNet",
	 *          "Encoding prompt", "Sampling", "Decoding 2/4"
	 */
	default void onStage(final String stage) {}

	/**
	 * Called after {@link #onStep} with what can be made visible of the step. It
	 * costs nothing unless the listener asks for it.
	 */
	default void onEstimate(final Estimate estimate) {}

	/**
	 * Called when a run goes on although its result will not be what the user
	 * expects.
	 *
	 * @param warning a sentence without its capital and full stop
	 */
	default void onWarning(final String warning) {}

	/** Called when a run has come to its end, with how it was computed. */
	default void onComputation(final Provenance.Computation computation) {}

	/** This listener and then another one. */
	default RunListener and(final RunListener other) {
		final RunListener first = this;
		return new RunListener() {

			@Override
			public void onStage(final String stage) {
				first.onStage(stage);
				other.onStage(stage);
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
			public void onComputation(final Provenance.Computation computation) {
				first.onComputation(computation);
				other.onComputation(computation);
			}

			@Override
			public void onWarning(final String warning) {
				first.onWarning(warning);
				other.onWarning(warning);
			}
		};
	}
}
