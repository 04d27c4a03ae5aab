
package org.latentj.sampling;

import java.util.Arrays;

/**
 * The steps that are run out of all that the settings ask for, as in ComfyUI's
 * KSampler (Advanced).
 *
 * @param start number of the first step, from 0
 * @param end number of the step to stop before, not below {@code start}
 * @param leftoverNoise whether a run that stops early returns the latent with
 *          the noise of that level; otherwise its last step goes to level 0
 */
public record StepRange(int start, int end, boolean leftoverNoise) {

	/** All steps. */
	public static final StepRange ALL = new StepRange(0, Integer.MAX_VALUE,
		false);

	/** @throws IllegalArgumentException if the range is none */
	public StepRange {
		if (start < 0 || end < start) {
			throw new IllegalArgumentException("steps " + start + " to " + end +
				", the first must not be negative and the last not below it");
		}
	}

	/** The levels of these steps; at most one level if there is no step. */
	float[] of(final float[] sigmas) {
		final int last = sigmas.length - 1;
		final float[] out = Arrays.copyOf(sigmas, Math.min(end, last) + 1);
		if (end < last && !leftoverNoise) {
			out[end] = 0;
		}
		return Arrays.copyOfRange(out, Math.min(start, out.length), out.length);
	}
}
