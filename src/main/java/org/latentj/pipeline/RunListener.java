
package org.latentj.pipeline;

import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.tensor.Tensor;

/** Watches a run: its stages and, within sampling, its steps. */
@FunctionalInterface
public interface RunListener extends SamplingListener {

	/** Does nothing. */
	RunListener NONE = (step, steps, sigma, denoised) -> {};

	/**
	 * Called when a stage begins.
	 *
	 * @param stage what is done, with what a user reads of it in a status bar
	 */
	default void onStage(final Stage stage) {}

	/**
	 * Called when one of several phases begins, before its stages; those of which
	 * nothing is said have no phases.
	 */
	default void onPhase(final Phase phase) {}

	/** Called when the steps of these settings are about to begin. */
	default void onSampling(final SamplingSettings settings) {}

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
	default void onComputation(final Computation computation) {}

	/** Called with what one of several runs has failed with: others go on. */
	default void onFailure(final Throwable why) {}

	/** This listener and then another one. */
	default RunListener and(final RunListener other) {
		return new BothListeners(this, other);
	}
}
