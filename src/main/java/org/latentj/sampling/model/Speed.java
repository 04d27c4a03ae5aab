
package org.latentj.sampling.model;

import java.util.Objects;

import org.latentj.control.Bounds;

/**
 * What is given up of a diffusion model's exactness for speed.
 *
 * @param quality how it computes
 * @param reuse of how many of its calls in a row one is whole, 1 to
 *          {@value #MOST_REUSE}, once the noise is below
 *          {@value #RESTING_SIGMA}; the others take over what it found in its
 *          deep layers (DeepCache, Ma et al. 2023, arXiv:2312.00858)
 */
public record Speed(Quality quality, int reuse) {

	/** More is too far from the exact picture, see BENCHMARKS.md. */
	public static final int MOST_REUSE = 2;

	/**
	 * The noise level from which on deep layers rest, in standard deviations of
	 * the latents. NB: calls with more noise decide what lies where, and resting
	 * in them moves and merges objects; see BENCHMARKS.md.
	 */
	public static final double RESTING_SIGMA = 1;

	/** Nothing is given up. */
	public static final Speed EXACT = new Speed(Quality.EXACT, 1);

	/** @throws IllegalArgumentException if {@code reuse} is out of its range */
	public Speed {
		Objects.requireNonNull(quality, "quality");
		Bounds.check("reuse", reuse, 1, MOST_REUSE);
	}

	/** Whether deep layers rest in some calls. */
	public boolean reuses() {
		return reuse > 1;
	}
}
