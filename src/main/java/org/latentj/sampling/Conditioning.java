
package org.latentj.sampling;

import org.latentj.tensor.Tensor;

/**
 * What the network is told about the picture.
 *
 * @param context text embedding, [1, tokens, width]; tokens is a multiple of 77
 */
public record Conditioning(Tensor context) {

	public Conditioning {
		if (context.rank() != 3 || context.size(0) != 1) {
			throw new IllegalArgumentException(
				"a context has the shape [1, tokens, width], this one is " + context);
		}
	}
}
