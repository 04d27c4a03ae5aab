
package org.latentj.stack;

import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * What was made of one picture of a stack.
 *
 * @param pixels [N, 3, H, W] in 0 to 1; each of the N items of a batch belongs
 *          into a result of its own
 * @param statement what is said of it, see
 *          {@link org.latentj.provenance.Provenance#statement()}
 * @param seed its own, all 64 bits; none if it is that of the stack
 */
public record MadePictures(Tensor pixels, String statement,
		Optional<Long> seed) {

	/** How many items there are. */
	public int items() {
		return pixels.size(0);
	}
}
