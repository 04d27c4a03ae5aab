
package org.latentj.operation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.latentj.control.Bounds;
import org.latentj.image.PictureMemory;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;

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
 * @param second makes it larger, with more detail; the new width and height are
 *          at most 16384
 */
public record Txt2Img(Prompt prompt, int width, int height, int batch,
		int clipSkip, SamplingSettings sampling, Optional<SecondPass> second)
		implements
			Operation {

	private static final int MOST = 16384;

	/** @throws IllegalArgumentException if a value is out of its range */
	public Txt2Img {
		checkSide("width", width);
		checkSide("height", height);
		Bounds.check(batch, clipSkip);
		Objects.requireNonNull(prompt, "prompt");
		Objects.requireNonNull(sampling, "sampling");
		final double factor = second.map(SecondPass::factor).orElse(1.0);
		if (factor * Math.max(width, height) > MOST) {
			throw new IllegalArgumentException("factor is " + factor + " for " +
				width + "x" + height + " pixels, it must be at most " + (double) MOST /
					Math.max(width, height));
		}
	}

	/** In one pass. */
	public Txt2Img(final Prompt prompt, final int width, final int height,
		final int batch, final int clipSkip, final SamplingSettings sampling)
	{
		this(prompt, width, height, batch, clipSkip, sampling, Optional.empty());
	}

	@Override
	public String name() {
		return "txt2img";
	}

	@Override
	public List<String> warnings() {
		return prompt.warnings();
	}

	@Override
	public Txt2Img withSampling(final SamplingSettings other) {
		return new Txt2Img(prompt, width, height, batch, clipSkip, other, second);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		final double factor = second.map(SecondPass::factor).orElse(1.0);
		PictureMemory.require((long) (factor * width), (long) (factor * height),
			batch);
		pipeline.check(prompt, clipSkip, sampling);
		final Start empty = new Start(pipeline.emptyLatent(width, height, batch),
			width, height);
		pipeline.prepare(empty.latent(), sampling);
		final Conditioning positive = pipeline.encodeText(prompt.positive(),
			clipSkip);
		final Conditioning negative = pipeline.encodeText(prompt.negative(),
			clipSkip);
		second.ifPresent(s -> s.begin(pipeline, 1));
		final Start first = empty.sampled(pipeline, positive, negative, sampling);
		second.ifPresent(s -> s.begin(pipeline, 2));
		return second.map(s -> first.resized(s.method(), s.factor()).sampled(
			pipeline, positive, negative, s.sampling(sampling))).orElse(first)
			.decoded(pipeline);
	}

	private static void checkSide(final String what, final int pixels) {
		if (pixels < 16 || pixels > MOST) {
			throw new IllegalArgumentException(what + " is " + pixels +
				", it must be 16 to " + MOST + " pixels");
		}
	}
}
