
package org.latentj.clip;

/**
 * A piece of a prompt.
 *
 * @param text without the brackets and numbers that gave the weight
 * @param weight how much it counts, 1 by default, finite in single precision
 */
public record WeightedText(String text, double weight) {

	/** Checks that the weight is finite. */
	public WeightedText {
		if (!Float.isFinite((float) weight)) {
			throw new IllegalArgumentException("the weight " + weight +
				" is not a finite number; valid is, for example, 1.2");
		}
	}
}
