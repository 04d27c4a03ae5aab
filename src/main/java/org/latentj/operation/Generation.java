
package org.latentj.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.latentj.operation.conditioning.Aesthetics;
import org.latentj.operation.conditioning.Controls;
import org.latentj.operation.conditioning.SdxlConditioning;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.PromptRole;

/**
 * What all operations share: how pictures are generated, whatever from.
 *
 * <pre>
 *
 * Generation many = Generation.of(new Prompt("many nuclei", ""), settings)
 * 	.withBatch(4);
 * </pre>
 *
 * @param prompt what is shown
 * @param batch number of pictures, or of pictures for each picture of the
 *          source, 1 to 4096; picture k has the noise of item k of ComfyUI's
 *          batch
 * @param clipSkip 1 = the text encoder's last layer, 2 = the one before, ... up
 *          to 64
 * @param sampling seed, steps, cfg, sampler, scheduler, denoise
 * @param sdxl what Stable Diffusion XL is told beside
 * @param controls the images that steer it
 */
public record Generation(Prompt prompt, int batch, int clipSkip,
		SamplingSettings sampling, SdxlConditioning sdxl, Controls controls) {

	/** @throws IllegalArgumentException if a value is out of its range */
	public Generation {
		Objects.requireNonNull(prompt, "prompt");
		Objects.requireNonNull(sampling, "sampling");
		Objects.requireNonNull(sdxl, "sdxl");
		Objects.requireNonNull(controls, "controls");
		GenerationSettings.BATCH.check(batch);
		GenerationSettings.CLIPSKIP.check(clipSkip);
	}

	/** One of which only the prompt is told. */
	public Generation(final Prompt prompt, final int batch, final int clipSkip,
		final SamplingSettings sampling)
	{
		this(prompt, batch, clipSkip, sampling, SdxlConditioning.NONE,
			Controls.NONE);
	}

	/**
	 * One picture, with the text encoder's last layer. NB: families of which
	 * another layer is used need {@link #withClipSkip}: 2 for Stable Diffusion
	 * 2.x and XL.
	 */
	public static Generation of(final Prompt prompt,
		final SamplingSettings sampling)
	{
		return new Generation(prompt, 1, 1, sampling);
	}

	/** The same with another prompt. */
	public Generation withPrompt(final Prompt other) {
		return new Generation(other, batch, clipSkip, sampling, sdxl, controls);
	}

	/** The same with another number of pictures. */
	public Generation withBatch(final int other) {
		return new Generation(prompt, other, clipSkip, sampling, sdxl, controls);
	}

	/** The same with another layer of the text encoder. */
	public Generation withClipSkip(final int other) {
		return new Generation(prompt, batch, other, sampling, sdxl, controls);
	}

	/** The same with other settings of the sampler. */
	public Generation withSampling(final SamplingSettings other) {
		return new Generation(prompt, batch, clipSkip, other, sdxl, controls);
	}

	/** The same that tells Stable Diffusion XL something else. */
	public Generation withSdxl(final SdxlConditioning other) {
		return new Generation(prompt, batch, clipSkip, sampling, other, controls);
	}

	/** The same, steered by other images. */
	public Generation withControls(final Controls other) {
		return new Generation(prompt, batch, clipSkip, sampling, sdxl, other);
	}

	/** The same with another seed. */
	public Generation withSeed(final long seed) {
		return withSampling(sampling.withSeed(seed));
	}

	/** All texts that are encoded. */
	public List<String> texts() {
		final List<String> texts = new ArrayList<>(List.of(prompt.positive(), prompt
			.negative()));
		if (!sdxl.isNone()) {
			texts.add(sdxl.clipL().positive());
			texts.add(sdxl.clipL().negative());
		}
		return texts;
	}

	/** What a user should know about these settings, see {@link Operation}. */
	public List<String> warnings() {
		return prompt.warnings();
	}

	/**
	 * Fails if prompts cannot be read or the memory is too small, before anything
	 * is loaded.
	 *
	 * @param size without the batch, and without the sampling if it is at the
	 *          size of the pictures
	 * @throws IllegalArgumentException if the text encoder would refuse a prompt,
	 *           or there is too little memory
	 */
	void check(final Pipeline pipeline, final RunSize size) {
		pipeline.check(prompt, clipSkip, sampling);
		if (!sdxl.isNone()) {
			pipeline.check(sdxl.clipL(), clipSkip, sampling);
			pipeline.warnUnlessFor(SdxlConditioning.GROUP, SdxlConditioning.NAMES);
		}
		if (!sdxl.aesthetics().isNone()) {
			pipeline.warnUnlessFor(Aesthetics.GROUP, Aesthetics.NAMES);
		}
		pipeline.requireMemory((sampling.denoise() > 0 && size.sampled() == 0 ? size
			.sampling() : size).times(batch), sampling.speed());
	}

	/** What shall be seen, encoded. */
	Conditioning positive(final Pipeline pipeline) {
		return pipeline.encodeText(prompt.positive(), sdxl.positive(), clipSkip)
			.with(sdxl.hints(PromptRole.POSITIVE)).with(controls.hints(pipeline,
				batch));
	}

	/** What shall not be seen, encoded. */
	Conditioning negative(final Pipeline pipeline) {
		return pipeline.encodeText(prompt.negative(), sdxl.negative(), clipSkip)
			.with(sdxl.hints(PromptRole.NEGATIVE)).with(controls.hints(pipeline,
				batch));
	}
}
