
package org.latentj.operation;

import java.util.List;
import java.util.Objects;

import org.latentj.control.Bounds;
import org.latentj.image.PictureMemory;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;

/**
 * A picture from another one: it is encoded, made noisy as far as
 * {@code denoise} says, and sampled. ComfyUI's VAEEncode, KSampler, VAEDecode.
 *
 * @param prompt what it shows
 * @param source the other picture, of any size
 * @param batch number of pictures per picture of the source, 1 to 4096; picture
 *          k has the noise of item k of ComfyUI's batch
 * @param clipSkip 1 = the text encoder's last layer, 2 = the one before, ... up
 *          to 64
 * @param sampling seed, steps, cfg, sampler, scheduler, denoise: 0 gives the
 *          VAE's idea of the source, 1 starts from noise alone
 */
public record Img2Img(Prompt prompt, Source source, int batch, int clipSkip,
		SamplingSettings sampling) implements Operation {

	/** @throws IllegalArgumentException if a value is out of its range */
	public Img2Img {
		Objects.requireNonNull(prompt, "prompt");
		Objects.requireNonNull(source, "source");
		Objects.requireNonNull(sampling, "sampling");
		Bounds.check(batch, clipSkip);
	}

	@Override
	public String name() {
		return "img2img";
	}

	@Override
	public List<String> warnings() {
		return prompt.warnings();
	}

	@Override
	public Img2Img withSampling(final SamplingSettings other) {
		return new Img2Img(prompt, source, batch, clipSkip, other);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		if (source instanceof Source.OfPicture picture) {
			PictureMemory.require(picture.image().size(3), picture.image().size(2),
				(long) picture.image().size(0) * batch);
		}
		pipeline.check(prompt, clipSkip, sampling);
		return source.start(pipeline).repeated(batch).paint(pipeline, prompt,
			clipSkip, sampling);
	}
}
