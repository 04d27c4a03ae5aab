
package org.latentj.operation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.latentj.image.PictureMemory;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.setting.Parameter;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/**
 * A picture from another one: it is encoded, made noisy as far as
 * {@code denoise} says, and sampled. ComfyUI's VAEEncode, KSampler, VAEDecode.
 *
 * @param generation what it shows and how it is sampled; denoise 0 gives the
 *          VAE's idea of the source, 1 starts from noise alone
 * @param source the other picture, of any size
 * @param imageCfg for InstructPix2Pix: how strictly the picture is kept to, 1 =
 *          by the prompt's guidance alone
 */
public record Img2Img(Generation generation, Source source, double imageCfg)
		implements
			Operation {

	/** See {@link #imageCfg}. */
	public static final Setting<Double> IMAGE_CFG = Setting.number("imagecfg",
		Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).standard(1.0).labelled(
			"Image CFG scale", "For InstructPix2Pix: how strictly the picture is " +
				"kept to; 1 = as ComfyUI's KSampler, others as its DualCFGGuider.")
		.ofBatches(
			"For img2img with InstructPix2Pix: how strictly each picture is " +
				"kept to; 1 = as ComfyUI's KSampler, others as its DualCFGGuider.")
		.onlyFor(PictureInput.EDITING.settings()).step(0.1).style("format:0.0#")
		.toldAs(" as guidance scale of the picture");

	/** All that is known of it. */
	public static final OperationType<Img2Img> TYPE = new OperationType<>(
		"img2img", "Img2Img...",
		"The image was generated from another image (img2img)",
		OperationType.Placement.REPLACE, List.of("denoise"), GenerationSettings
			.with(GenerationSettings.denoise(0.75,
				"How much is changed: 0 nothing, 1 everything."), Parameter.of(
					Source.IMAGE, Img2Img::source).unasked(), Parameter.optional(
						IMAGE_CFG, Img2Img::usedImageCfg)), Img2Img::of).alsoWith(
							PictureInput.EDITING);

	/** @throws IllegalArgumentException if a value is out of its range */
	public Img2Img {
		Objects.requireNonNull(generation, "generation");
		Objects.requireNonNull(source, "source");
		IMAGE_CFG.check(imageCfg);
	}

	/** By the prompt's guidance alone. */
	public Img2Img(final Generation generation, final Source source) {
		this(generation, source, 1);
	}

	/** NB: what has no meaning stands in no record. */
	private Optional<Double> usedImageCfg() {
		return imageCfg == 1 ? Optional.empty() : Optional.of(imageCfg);
	}

	@Override
	public OperationType<?> type() {
		return TYPE;
	}

	@Override
	public Img2Img withGeneration(final Generation other) {
		return new Img2Img(other, source, imageCfg);
	}

	@Override
	public void requireFor(final PictureInput input) {
		TYPE.requireFor(input);
		if (imageCfg != 1 && input != PictureInput.EDITING) {
			throw new IllegalArgumentException(IMAGE_CFG.asked() + " is " + imageCfg +
				", but this checkpoint is no InstructPix2Pix model, which it is for: " +
				"choose 1, or such a model");
		}
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		if (source instanceof Source.OfPicture picture) {
			PictureMemory.require(picture.image().size(3), picture.image().size(2),
				(long) picture.image().size(0) * generation.batch());
		}
		generation.check(pipeline, source.size(pipeline.cell()));
		final Start start = source.start(pipeline);
		return pipeline.pictureInput() == PictureInput.EDITING ? start.edit(
			pipeline, generation, imageCfg) : start.paint(pipeline, generation);
	}

	private static Img2Img of(final SettingValues values) {
		return new Img2Img(GenerationSettings.of(values), values.get(Source.IMAGE),
			values.find(IMAGE_CFG).orElse(1.0));
	}
}
