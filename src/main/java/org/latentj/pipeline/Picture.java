
package org.latentj.pipeline;

import java.util.List;

import org.latentj.latent.Latent;
import org.latentj.tensor.Tensor;

/**
 * What an operation makes.
 *
 * @param pixels [N, 3, H, W], red, green, blue in 0 to 1
 * @param latent what it was decoded from
 */
public record Picture(Tensor pixels, Latent latent) {

	/** The items of several pictures of one size, in their order. */
	static Picture concat(final List<Picture> pictures) {
		return new Picture(Tensor.concat(pictures.stream().map(Picture::pixels)
			.toList()), Latent.of(Tensor.concat(pictures.stream().map(p -> p.latent()
				.samples()).toList())));
	}
}
