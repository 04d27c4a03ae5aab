
package org.latentj.sampling;

import org.latentj.sampling.model.ModelSampling;

/** Chooses the noise levels. */
public interface Scheduler {

	/** ComfyUI's id. */
	String id();

	/**
	 * The noise levels of a whole run.
	 *
	 * @param model the family's schedule
	 * @param steps number of steps, at least 1
	 * @return falling levels, the last one 0; {@code steps + 1} of them, but a
	 *         scheduler that picks training steps may give some more or fewer, or
	 *         a level several times, as in ComfyUI
	 */
	float[] sigmas(ModelSampling model, int steps);
}
