
package org.latentj.latent;

import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * How a family's latents are laid out and scaled. The network sees
 * {@code (samples - shift) * scale}, so that its inputs have about unit
 * variance (Rombach et al. 2022, "High-Resolution Image Synthesis with Latent
 * Diffusion Models", appendix G).
 *
 * @param channels number of channels of a latent
 * @param spatialFactor pixels per latent sample in each direction
 * @param scale multiplies VAE samples on their way to the network
 * @param shift is subtracted from VAE samples before
 * @param preview a linear map to colours
 * @param tinyVae what the files of the tiny autoencoder for these latents begin
 *          with, as in ComfyUI's {@code vae_approx} folder ({@code taesd}), if
 *          there is one
 */
public record LatentFormat(int channels, int spatialFactor, double scale,
		double shift, LatentPreview preview, Optional<String> tinyVae) {

	/** @throws IllegalArgumentException if these cannot be */
	public LatentFormat {
		if (channels < 1 || spatialFactor < 1) {
			throw new IllegalArgumentException("a latent needs at least 1 channel " +
				"and a spatial factor of at least 1, not " + channels + " and " +
				spatialFactor);
		}
		if (preview.channels() != channels) {
			throw new IllegalArgumentException("a preview of " + preview.channels() +
				" channels is not for latents of " + channels);
		}
		if (!(Math.abs(scale) > 0) || Double.isInfinite(scale) || !Double.isFinite(
			shift))
		{
			throw new IllegalArgumentException("scale " + scale + " and shift " +
				shift + " must be finite, and scale not 0");
		}
	}

	/** Without a tiny autoencoder. */
	public LatentFormat(final int channels, final int spatialFactor,
		final double scale, final double shift, final LatentPreview preview)
	{
		this(channels, spatialFactor, scale, shift, preview, Optional.empty());
	}

	/** The same with another look. */
	public LatentFormat with(final LatentPreview other) {
		return new LatentFormat(channels, spatialFactor, scale, shift, other,
			tinyVae);
	}

	/** The same with a tiny autoencoder of this name. */
	public LatentFormat withTinyVae(final String name) {
		return new LatentFormat(channels, spatialFactor, scale, shift, preview,
			Optional.of(name));
	}

	/**
	 * From the VAE's scale to the network's.
	 *
	 * @param samples [N, channels, h, w]
	 */
	public Tensor processIn(final Tensor samples) {
		check(samples);
		final float by = (float) scale;
		final float minus = (float) shift;
		return samples.map(v -> (v - minus) * by);
	}

	/**
	 * From the network's scale to the VAE's, as ComfyUI hands it to VAEDecode.
	 *
	 * @param x [N, channels, h, w]
	 */
	public Tensor processOut(final Tensor x) {
		check(x);
		final float by = (float) scale;
		final float plus = (float) shift;
		return x.map(v -> v / by + plus);
	}

	/**
	 * An empty latent for a picture of this size, rounded up to whole samples.
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
	 * @throws IllegalArgumentException if it has other channels
	 */
	public void check(final Tensor t) {
		if (t.rank() != 4 || t.size(1) != channels) {
			throw new IllegalArgumentException("a latent of this family has the " +
				"shape [N, " + channels + ", h, w], this one is " + t);
		}
	}
}
