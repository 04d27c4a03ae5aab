
package org.latentj.workflow.node;

import java.util.Arrays;

import org.latentj.sampling.Scheduler;
import org.latentj.sampling.model.ModelSampling;

/** ComfyUI's SIGMAS: noise levels, whatever model they are for. */
public final class GivenSigmas implements Scheduler {

	private final float[] levels;

	/** @param levels falling, each at least 0 */
	public GivenSigmas(final float... levels) {
		this.levels = levels.clone();
	}

	@Override
	public String id() {
		return "sigmas";
	}

	/** How many steps they are. */
	public int steps() {
		return levels.length - 1;
	}

	/** A copy of them. */
	public float[] levels() {
		return levels.clone();
	}

	/**
	 * NB: of samplers that leave out the last level but one, one more is asked.
	 */
	@Override
	public float[] sigmas(final ModelSampling model, final int steps) {
		if (steps == steps()) {
			return levels();
		}
		final float[] more = Arrays.copyOf(levels, levels.length + 1);
		more[levels.length] = levels[levels.length - 1];
		return more;
	}
}
