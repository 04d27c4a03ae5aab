
package org.latentj.operation;

import java.util.List;
import java.util.Objects;

import org.latentj.control.Bounds;
import org.latentj.image.PictureMemory;
import org.latentj.latent.Crop;
import org.latentj.latent.Latent;
import org.latentj.latent.ResizeMethod;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;

/**
 * A larger (or smaller) picture: a latent is resized and sampled again, so that
 * it gets new detail. ComfyUI's Upscale Latent (By), KSampler, VAEDecode, also
 * called hires fix.
 *
 * @param prompt what it shows
 * @param source a picture of any size, or a latent
 * @param method how it is resized
 * @param factor by how much, 0.01 to 16, if width and height are 0
 * @param width of the new picture in pixels, 8 to 16384; 0 = what the height
 *          gives, or the factor
 * @param height likewise
 * @param crop what to do if the aspect ratio changes
 * @param batch number of pictures per picture of the source, 1 to 4096
 * @param clipSkip 1 = the text encoder's last layer, 2 = the one before, ... up
 *          to 64
 * @param sampling seed, steps, cfg, sampler, scheduler, denoise: 0 = only
 *          resized and decoded
 */
public record Upscale(Prompt prompt, Source source, ResizeMethod method,
		double factor, int width, int height, Crop crop, int batch, int clipSkip,
		SamplingSettings sampling) implements Operation {

	private static final int MOST = 16384;

	/** @throws IllegalArgumentException if a value is out of its range */
	public Upscale {
		Objects.requireNonNull(prompt, "prompt");
		Objects.requireNonNull(source, "source");
		Objects.requireNonNull(method, "method");
		Objects.requireNonNull(crop, "crop");
		Objects.requireNonNull(sampling, "sampling");
		Bounds.check("factor", factor, 0.01, 16);
		Bounds.check("width", width, width == 0 ? 0 : 8, MOST);
		Bounds.check("height", height, height == 0 ? 0 : 8, MOST);
		Bounds.check(batch, clipSkip);
	}

	@Override
	public String name() {
		return "upscale";
	}

	@Override
	public List<String> warnings() {
		return prompt.warnings();
	}

	@Override
	public Upscale withSampling(final SamplingSettings other) {
		return new Upscale(prompt, source, method, factor, width, height, crop,
			batch, clipSkip, other);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		if (source instanceof Source.OfPicture picture) {
			// NB: before it is encoded, which may take long.
			requireMemory(picture.image().size(3), picture.image().size(2), picture
				.image().size(0));
		}
		pipeline.check(prompt, clipSkip, sampling);
		final Start start = source.start(pipeline);
		requireMemory(start.width(), start.height(), start.latent().count());
		final Start larger = width == 0 && height == 0 ? start.resized(method,
			factor) : toSize(start);
		return larger.repeated(batch).paint(pipeline, prompt, clipSkip, sampling);
	}

	private void requireMemory(final int w, final int h, final int pictures) {
		final boolean by = width == 0 && height == 0;
		PictureMemory.require(by ? (long) (factor * w) : width > 0 ? width : follow(
			w, height, h), by ? (long) (factor * h) : height > 0 ? height : follow(h,
				width, w), (long) pictures * batch);
	}

	/** NB: ComfyUI rounds down to whole cells; here the last ones are cut. */
	private Start toSize(final Start start) {
		final int w = width > 0 ? width : follow(start.width(), height, start
			.height());
		final int h = height > 0 ? height : follow(start.height(), width, start
			.width());
		final Latent old = start.latent();
		return new Start(old.withSamples(method.resize(old.samples(), cells(w, old
			.width(), start.width()), cells(h, old.height(), start.height()), crop)),
			w, h);
	}

	private static int follow(final int side, final int otherNew,
		final int other)
	{
		return Math.max(8, (int) Math.rint((double) side * otherNew / other));
	}

	private static int cells(final int wanted, final int cells,
		final int pixels)
	{
		return (int) (((long) wanted * cells + pixels - 1) / pixels);
	}
}
