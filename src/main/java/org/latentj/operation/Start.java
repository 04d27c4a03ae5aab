
package org.latentj.operation;

import java.util.List;
import java.util.function.UnaryOperator;

import org.latentj.latent.Latent;
import org.latentj.latent.LatentBatches;
import org.latentj.latent.LatentUpscale;
import org.latentj.latent.ResizeMethod;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.KSampler;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.conditioning.Hint;
import org.latentj.sampling.hint.EditedPicture;
import org.latentj.tensor.Tensor;

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
		return paint(pipeline, generation, hints, UnaryOperator.identity());
	}

	/**
	 * The same.
	 *
	 * @param way changes the sampler
	 */
	Picture paint(final Pipeline pipeline, final Generation generation,
		final List<? extends Hint> hints, final UnaryOperator<KSampler> way)
	{
		return repeated(generation.batch()).paintOnce(pipeline, generation, hints,
			way);
	}

	private Picture paintOnce(final Pipeline pipeline,
		final Generation generation, final List<? extends Hint> hints,
		final UnaryOperator<KSampler> way)
	{
		final SamplingSettings sampling = generation.sampling();
		if (sampling.denoise() == 0) {
			return decoded(pipeline);
		}
		pipeline.prepare(latent, sampling);
		return sampled(pipeline.sample(ConditioningSet.of(generation.positive(
			pipeline).with(hints)), ConditioningSet.of(generation.negative(pipeline)
				.with(hints)), sampling, latent, way)).decoded(pipeline);
	}

	/**
	 * Changes the picture as the prompt says, with a network that is given it:
	 * ComfyUI's InstructPixToPixConditioning. At denoise 1 sampling starts from
	 * noise alone.
	 *
	 * @param imageCfg how strictly the picture is kept to; 1 = as the KSampler
	 *          does it, else the DualCFGGuider
	 */
	Picture edit(final Pipeline pipeline, final Generation generation,
		final double imageCfg)
	{
		final SamplingSettings sampling = generation.sampling();
		final List<Hint> told = List.of(new EditedPicture(latent.samples()));
		final Start all = (sampling.denoise() == 1 ? emptied() : this).repeated(
			generation.batch());
		if (imageCfg == 1 || sampling.denoise() == 0) {
			return all.paintOnce(pipeline, generation, told, UnaryOperator
				.identity());
		}
		pipeline.prepare(all.latent, sampling);
		final Conditioning positive = generation.positive(pipeline).with(told);
		final Conditioning nothing = generation.negative(pipeline);
		return all.sampled(pipeline.sample(ConditioningSet.of(positive),
			ConditioningSet.of(nothing), sampling, all.latent, k -> k.withMiddle(
				nothing.with(told), imageCfg))).decoded(pipeline);
	}

	private Start emptied() {
		return sampled(latent.withSamples(Tensor.zeros(latent.samples().shape())));
	}

	/** The same with another latent of this size. */
	Start sampled(final Latent other) {
		return new Start(other, width, height);
	}

	/** The same at {@code denoise} 0. */
	Start sampled(final Pipeline pipeline, final Conditioning positive,
		final Conditioning negative, final SamplingSettings sampling)
	{
		return sampling.denoise() == 0 ? this : sampled(pipeline.sample(positive,
			negative, sampling, latent));
	}

	Picture decoded(final Pipeline pipeline) {
		return new Picture(pipeline.decode(latent, width, height), latent);
	}
}
