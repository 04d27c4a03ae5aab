
package org.latentj.latent;

import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * How a family's latents are laid out and scaled, so that the inputs of its
 * network have about unit variance (Rombach et al. 2022, "High-Resolution Image
 * Synthesis with Latent Diffusion Models", appendix G).
 *
 * @param channels number of channels of a latent
 * @param spatialFactor pixels per latent sample in each direction
 * @param scale from the VAE's scale to the network's
 * @param preview a linear map to colours
 * @param tinyVae what the files of the tiny autoencoder for these latents begin
 *          with, as in ComfyUI's {@code vae_approx} folder ({@code taesd}), if
 *          there is one
 * @param tinyScale from the VAE's scale to that of the tiny autoencoder
 */
public record LatentFormat(int channels, int spatialFactor, LatentScale scale,
		LatentPreview preview, Optional<String> tinyVae, LatentScale tinyScale) {

	/** @throws IllegalArgumentException if these cannot be */
	public LatentFormat {
		if (channels < 1 || spatialFactor < 1) {
			throw new IllegalArgumentException("a latent needs at least 1 channel " +
				"and a spatial factor of at least 1, not " + channels + " and " +
				spatialFactor);
		}
		if (preview.channels() != channels || scale.factors().size() != channels ||
			tinyScale.factors().size() != channels)
		{
			throw new IllegalArgumentException("a preview of " + preview.channels() +
				" channels and a scale of " + scale.factors().size() +
				" are not for latents of " + channels);
		}
	}

	/** Without a tiny autoencoder, all channels scaled alike. */
	public LatentFormat(final int channels, final int spatialFactor,
		final double scale, final double shift, final LatentPreview preview)
	{
		this(channels, spatialFactor, LatentScale.of(channels, scale, shift),
			preview, Optional.empty(), LatentScale.of(channels, scale, shift));
	}

	/** The same with another look. */
	public LatentFormat with(final LatentPreview other) {
		return new LatentFormat(channels, spatialFactor, scale, other, tinyVae,
			tinyScale);
	}

	/** The same for a network that sees another scale. */
	public LatentFormat with(final LatentScale other) {
		return new LatentFormat(channels, spatialFactor, other, preview, tinyVae,
			tinyScale);
	}

	/** The same with a tiny autoencoder of this name, for the same scale. */
	public LatentFormat withTinyVae(final String name) {
		return new LatentFormat(channels, spatialFactor, scale, preview, Optional
			.of(name), scale);
	}

	/**
	 * From the VAE's scale to the network's.
	 *
	 * @param samples [N, channels, h, w]
	 */
	public Tensor processIn(final Tensor samples) {
		check(samples);
		return scale.in(samples);
	}

	/**
	 * The same of a latent to start from: one of zeros, that is of no picture,
	 * stays as it is, also where zeros have another place in the network's scale;
	 * as ComfyUI's samplers take it.
	 *
	 * @param samples [N, channels, h, w]
	 */
	public Tensor processStart(final Tensor samples) {
		check(samples);
		for (final float v : samples.data()) {
			if (v != 0) {
				return scale.in(samples);
			}
		}
		return samples;
	}

	/**
	 * From the network's scale to the VAE's, as ComfyUI hands it to VAEDecode.
	 *
	 * @param x [N, channels, h, w]
	 */
	public Tensor processOut(final Tensor x) {
		check(x);
		return scale.out(x);
	}

	/**
	 * From the VAE's scale to the tiny autoencoder's.
	 *
	 * @param samples [N, channels, h, w]
	 */
	public Tensor tinyIn(final Tensor samples) {
		check(samples);
		return tinyScale.in(samples);
	}

	/**
	 * From the tiny autoencoder's scale to the VAE's.
	 *
	 * @param x [N, channels, h, w]
	 */
	public Tensor tinyOut(final Tensor x) {
		check(x);
		return tinyScale.out(x);
	}

	/**
	 * An empty latent for a picture of this size, rounded up to whole samples.
	 *
	 * @param width in pixels, at least 1
	 * @param height likewise
	 * @return zeros, [batch, channels, h, w]
	 */
	public Tensor zeros(final int batch, final int width, final int height) {
		return Tensor.zeros(batch, channels, ceil(height), ceil(width));
	}

	private int ceil(final int pixels) {
		return Math.floorDiv(pixels - 1, spatialFactor) + 1;
	}

	/**
	 * Fails unless a latent is one of these.
	 *
	 * @param t [N, channels, h, w]
	 * @throws IllegalArgumentException if it has other channels
	 */
	public void check(final Tensor t) {
		if (t.rank() != 4 || t.size(1) != channels) {
			throw new IllegalArgumentException("a latent of this family has the " +
				"shape [N, " + channels + ", h, w], this one is " + t);
		}
	}
}
