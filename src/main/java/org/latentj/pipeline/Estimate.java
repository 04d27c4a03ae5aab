
package org.latentj.pipeline;

import java.util.function.UnaryOperator;

import org.latentj.latent.Latent;
import org.latentj.latent.LatentFormat;
import org.latentj.tensor.Tensor;

/**
 * The model's idea of the picture in the midst of sampling, for who wants to
 * look at it. Only what is asked for is computed.
 *
 * @param step number of the step, from 1
 * @param steps how many there will be
 * @param sigma noise level at the start of the step
 * @param denoised the denoised latent in the network's scale, [N, C, h, w]; not
 *          to be changed
 * @param format of the latent
 * @param decoder the VAE: from latents in its scale to pictures
 * @param tinyDecoder likewise a tiny one, if a run has one
 */
public record Estimate(int step, int steps, double sigma, Tensor denoised,
		LatentFormat format, UnaryOperator<Tensor> decoder,
		UnaryOperator<Tensor> tinyDecoder) {

	/** With the VAE alone. */
	public Estimate(final int step, final int steps, final double sigma,
		final Tensor denoised, final LatentFormat format,
		final UnaryOperator<Tensor> decoder)
	{
		this(step, steps, sigma, denoised, format, decoder, decoder);
	}

	/** The latent in the VAE's scale. */
	public Latent latent() {
		return Latent.of(format.processOut(denoised));
	}

	/** A rough look: [N, 3, h, w] in 0 to 1, a pixel for each latent cell. */
	public Tensor colours() {
		return format.preview().colours(denoised);
	}

	/**
	 * What the VAE makes of it: [N, 3, H, W] in 0 to 1, of whole cells. It takes
	 * as long as the decoding of the picture in the end.
	 */
	public Tensor decoded() {
		return decoder.apply(latent().samples());
	}

	/** Likewise by the tiny VAE, in a fraction of the time. */
	public Tensor tinyDecoded() {
		return tinyDecoder.apply(latent().samples());
	}
}
