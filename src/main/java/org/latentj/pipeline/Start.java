
package org.latentj.pipeline;

import org.latentj.latent.Latent;
import org.latentj.latent.LatentBatches;
import org.latentj.sampling.Conditioning;
import org.latentj.sampling.SamplingSettings;

/**
 * A latent to sample from and the size of the picture in it, which may be
 * smaller than the latent's cells.
 *
 * @param latent in the VAE's scale
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 */
public record Start(Latent latent, int width, int height) {

	/** The same several times; picture k gets the noise of item k. */
	Start repeated(final int batch) {
		return new Start(LatentBatches.repeat(latent, batch), width, height);
	}

	/** Samples and decodes. */
	Picture paint(final Pipeline pipeline, final Prompt prompt,
		final int clipSkip, final SamplingSettings sampling)
	{
		if (sampling.denoise() == 0) {
			return new Picture(pipeline.decode(latent, width, height), latent);
		}
		final Conditioning positive = pipeline.encodeText(prompt.positive(),
			clipSkip);
		final Conditioning negative = pipeline.encodeText(prompt.negative(),
			clipSkip);
		final Latent made = pipeline.sample(positive, negative, sampling, latent);
		return new Picture(pipeline.decode(made, width, height), made);
	}
}
