
package org.latentj.pipeline;

import java.util.List;
import java.util.Optional;

import org.latentj.latent.Latent;
import org.latentj.tensor.Tensor;

/**
 * What an operation makes.
 *
 * @param pixels [N, 3, H, W], red, green, blue in 0 to 1
 * @param latent what it was decoded from
 * @param lack why it has fewer items than were asked for, if it has
 */
public record Picture(Tensor pixels, Latent latent, Optional<String> lack) {

	/** All that was asked for. */
	public Picture(final Tensor pixels, final Latent latent) {
		this(pixels, latent, Optional.empty());
	}

	/** The same with fewer items than were asked for. */
	public Picture lacking(final String why) {
		return new Picture(pixels, latent, Optional.of(why));
	}

	/**
	 * The items of several pictures of one size, in their order; what they lack
	 * is not told on.
	 *
	 * @param pictures at least one
	 * @throws IllegalArgumentException if they differ in size
	 */
	public static Picture concat(final List<Picture> pictures) {
		return new Picture(Tensor.concat(pictures.stream().map(Picture::pixels)
			.toList()), Latent.of(Tensor.concat(pictures.stream().map(p -> p.latent()
				.samples()).toList())));
	}
}
