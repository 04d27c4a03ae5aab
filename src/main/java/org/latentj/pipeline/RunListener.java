
package org.latentj.pipeline;

import org.latentj.sampling.SamplingListener;

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
}
