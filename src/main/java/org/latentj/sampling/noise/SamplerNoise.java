
package org.latentj.sampling.noise;

import java.util.Arrays;

/**
 * Which ComfyUI's noise stochastic samplers add where they draw it step by
 * step. On a CPU its version 0.7.0 starts these draws from another seed than
 * the versions before, so that pictures of such samplers differ between them.
 * Brownian motions, and the noise that a run starts from, are the same in all.
 */
public enum SamplerNoise {

		/** ComfyUI 0.7.0 and later: the draws start from the run's seed + 1. */
		SINCE_0_7("0.7", 1),

		/**
		 * Up to ComfyUI 0.6: they start from the run's seed, so that the first draw
		 * is the noise that the run started from.
		 */
		UP_TO_0_6("0.6", 0);

	private final String id;

	private final int offset;

	SamplerNoise(final String id, final int offset) {
		this.id = id;
		this.offset = offset;
	}

	/** What macros and records call it: a version of ComfyUI. */
	public String id() {
		return id;
	}

	/** The one with this id; an error lists the known ones. */
	public static SamplerNoise of(final String id) {
		return Arrays.stream(values()).filter(n -> n.id.equals(id)).findFirst()
			.orElseThrow(() -> new IllegalArgumentException("samplernoise is '" + id +
				"', valid are 0.7 (as ComfyUI 0.7 and later) and 0.6 (as ComfyUI up " +
				"to 0.6)"));
	}

	/**
	 * The seed of the draws of a run.
	 *
	 * @param seed of the run, all 64 bits, unsigned
	 */
	long seed(final long seed) {
		// NB: after the last seed comes 0; ComfyUI ends with an error there.
		return seed + offset;
	}

	@Override
	public String toString() {
		return id;
	}
}
