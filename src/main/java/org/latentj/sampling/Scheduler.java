
package org.latentj.sampling;

/** Chooses the noise levels. */
public interface Scheduler {

	/** ComfyUI's id. */
	String id();

	/**
	 * The noise levels of a whole run.
	 *
	 * @param model the family's schedule
	 * @param steps number of steps, at least 1
	 * @return {@code steps + 1} falling levels, the last one 0
	 */
	float[] sigmas(ModelSampling model, int steps);
}
