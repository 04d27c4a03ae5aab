
package org.latentj.operation;

import java.util.List;

import org.latentj.latent.Latent;
import org.latentj.latent.LatentBatches;
import org.latentj.latent.LatentUpscale;
import org.latentj.latent.ResizeMethod;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.Hint;

/**
 * A latent to sample from and the size of the picture in it, which may be
 * smaller than the latent's cells.
 *
 * @param latent in the VAE's scale
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 */
public record Start(Latent latent, int width, int height) {

	private Start repeated(final int batch) {
		return new Start(LatentBatches.repeat(latent, batch), width, height);
	}

	/** NB: the size follows what the cells really hold, so nothing is cut off. */
	Start resized(final ResizeMethod method, final double factor) {
		final Latent larger = LatentUpscale.by(latent, method, factor);
		return new Start(larger, scaled(width, larger.width(), latent.width()),
			scaled(height, larger.height(), latent.height()));
	}

	private static int scaled(final int pixels, final int newCells,
		final int cells)
	{
		return Math.max(1, (int) Math.rint((double) pixels * newCells / cells));
	}

	/**
	 * Encodes the prompt, samples and decodes, as often as the batch says;
	 * picture k gets the noise of item k.
	 */
	Picture paint(final Pipeline pipeline, final Generation generation) {
		return paint(pipeline, generation, List.of());
	}

	/**
	 * The same.
	 *
	 * @param hints what the network is told beside the prompt
	 */
	Picture paint(final Pipeline pipeline, final Generation generation,
		final List<? extends Hint> hints)
	{
		final Start all = repeated(generation.batch());
		final SamplingSettings sampling = generation.sampling();
		if (sampling.denoise() == 0) {
			return all.decoded(pipeline);
		}
		pipeline.prepare(all.latent, sampling);
		return all.sampled(pipeline, generation.positive(pipeline).with(hints),
			generation.negative(pipeline).with(hints), sampling).decoded(pipeline);
	}

	/** The same at {@code denoise} 0. */
	Start sampled(final Pipeline pipeline, final Conditioning positive,
		final Conditioning negative, final SamplingSettings sampling)
	{
		return sampling.denoise() == 0 ? this : new Start(pipeline.sample(positive,
			negative, sampling, latent), width, height);
	}

	Picture decoded(final Pipeline pipeline) {
		return new Picture(pipeline.decode(latent, width, height), latent);
	}
}
