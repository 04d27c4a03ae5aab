
package org.latentj.pipeline;

import java.util.Objects;

import org.latentj.latent.Latent;
import org.latentj.sampling.Conditioning;
import org.latentj.sampling.SamplingSettings;

/**
 * A picture from text alone.
 *
 * @param prompt what it shows
 * @param width of the picture in pixels, 16 to 16384, any number
 * @param height likewise
 * @param batch number of pictures, 1 to 4096; picture k has the noise of item k
 *          of ComfyUI's batch
 * @param clipSkip 1 = the text encoder's last layer, 2 = the one before, ...
 * @param sampling seed, steps, cfg, sampler, scheduler, denoise
 */
public record Txt2Img(Prompt prompt, int width, int height, int batch,
		int clipSkip, SamplingSettings sampling) implements Operation {

	/** @throws IllegalArgumentException if a value is out of its range */
	public Txt2Img {
		check("width", width, 16, 16384, " pixels");
		check("height", height, 16, 16384, " pixels");
		check("batch", batch, 1, 4096, "");
		check("clipskip", clipSkip, 1, 64, "");
		Objects.requireNonNull(prompt, "prompt");
		Objects.requireNonNull(sampling, "sampling");
	}

	@Override
	public String name() {
		return "txt2img";
	}

	@Override
	public Txt2Img withSampling(final SamplingSettings other) {
		return new Txt2Img(prompt, width, height, batch, clipSkip, other);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		final Conditioning positive = pipeline.encodeText(prompt.positive(),
			clipSkip);
		final Conditioning negative = pipeline.encodeText(prompt.negative(),
			clipSkip);
		final Latent latent = pipeline.sample(positive, negative, sampling, pipeline
			.emptyLatent(width, height, batch));
		return new Picture(pipeline.decode(latent, width, height), latent);
	}

	private static void check(final String what, final int value, final int low,
		final int high, final String unit)
	{
		if (value < low || value > high) {
			throw new IllegalArgumentException(what + " is " + value +
				", it must be " + low + " to " + high + unit);
		}
	}
}
