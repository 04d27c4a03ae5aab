
package org.latentj.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.latentj.control.Bounds;
import org.latentj.image.PictureMemory;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.sampling.hint.SmallPicture;
import org.latentj.setting.Parameter;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;

/**
 * A picture four times as large, by a network that is given the small one and
 * makes its detail: Stable Diffusion's x4 upscaler. ComfyUI's
 * SD_4XUpscale_Conditioning, KSampler, VAEDecode.
 *
 * @param generation what it shows and how it is sampled, from noise alone: at
 *          denoise 1
 * @param image [N, 3, H, W] in 0 to 1, of any size
 * @param augmentation noise over the small picture, 0 to 1: more of it, more
 *          new detail and less of the old
 * @param ratio by how much it is made larger; below 4 it is first made smaller.
 *          The new size is a multiple of 4
 * @param tile side, in pixels that the small picture has for the network, of
 *          the windows through which larger ones are seen, at least 32; 0 = all
 *          are seen whole, as in ComfyUI
 */
public record UpscaleX4(Generation generation, Tensor image,
		double augmentation, double ratio, int tile) implements Operation {

	private static final int SMALLEST_TILE = 32;

	private static final int LARGEST_TILE = 4096;

	/** See {@link #augmentation}. */
	public static final Setting<Double> AUGMENTATION = Setting.number(
		"augmentation", 0, 1).standard(0.0).labelled("Noise augmentation",
			"Noise over the small picture: the more, the more is made anew " +
				"(ComfyUI's noise_augmentation).").toldAs(
					" of noise augmentation of the small image").in(Section.RESIZE).step(
						0.05).style("format:0.0##");

	/** See {@link #ratio}. */
	public static final Setting<Double> RATIO = Setting.number("ratio", 0.1, 4)
		.standard(4.0).labelled("Ratio", "By how much; below 4 the picture is " +
			"made smaller first (ComfyUI's scale_ratio).").toldAs("-fold enlargement")
		.in(Section.RESIZE).step(0.5).style("format:0.0#");

	/** See {@link #tile}. */
	public static final Setting<Integer> TILE = Setting.whole("tile", 0,
		LARGEST_TILE).standard(256).labelled("Tile (pixels)", "Larger pictures " +
			"are worked on in overlapping tiles of this side, blended at each step; " +
			"0 = whole, as in ComfyUI.").in(Section.RESIZE);

	/** All that is known of it. */
	public static final OperationType<UpscaleX4> TYPE =
		new OperationType<UpscaleX4>("upscalex4", "Upscale x4...",
			"The image was enlarged and given generated detail (x4 upscaler)",
			OperationType.Placement.RESIZE, List.of("augmentation", "ratio", "tile"),
			GenerationSettings.with(GenerationSettings.<UpscaleX4> denoise(1, "")
				.unasked(), Parameter.of(Source.IMAGE, UpscaleX4::source).unasked(),
				Parameter.of(AUGMENTATION, UpscaleX4::augmentation), Parameter.of(RATIO,
					UpscaleX4::ratio), Parameter.of(TILE, UpscaleX4::tile)),
			UpscaleX4::of, Set.of(PictureInput.UPSCALING), List.of());

	/** @throws IllegalArgumentException if a value is out of its range */
	public UpscaleX4 {
		Objects.requireNonNull(generation, "generation");
		image = new Source.OfPicture(image).image();
		AUGMENTATION.check(augmentation);
		RATIO.check(ratio);
		Bounds.check(TILE.asked(), tile, tile == 0 ? 0 : SMALLEST_TILE,
			LARGEST_TILE);
	}

	@Override
	public OperationType<?> type() {
		return TYPE;
	}

	@Override
	public UpscaleX4 withGeneration(final Generation other) {
		return new UpscaleX4(other, image, augmentation, ratio, tile);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		final int cell = pipeline.cell();
		final int width = cells(image.size(3), cell);
		final int height = cells(image.size(2), cell);
		final int count = image.size(0);
		PictureMemory.require((long) cell * width, (long) cell * height,
			(long) count * generation.batch());
		generation.check(pipeline, new RunSize(cell * width, cell * height, count,
			0, (long) cell * cell * seen(width) * seen(height)));
		final Start empty = new Start(pipeline.emptyLatent(cell * width, cell *
			height, count), cell * width, cell * height);
		return empty.paint(pipeline, generation, List.of(new SmallPicture(image,
			augmentation)), sampler -> tile == 0 ? sampler : sampler.withWindows(
				tile));
	}

	@Override
	public List<String> warnings() {
		final List<String> warnings = new ArrayList<>(generation.warnings());
		if (sampling().denoise() < 1) {
			warnings.add("denoise is " + sampling().denoise() + " (less than 1), " +
				"but an x4 upscaler starts from noise alone, so that grey shows in " +
				"the result: choose denoise 1, and augmentation for how much is made " +
				"anew");
		}
		return warnings;
	}

	/** NB: as ComfyUI rounds, halves to the even number, then down. */
	private int cells(final int pixels, final int cell) {
		return Math.max(1, (int) Math.rint(pixels * ratio) / cell);
	}

	/** How many cells the network sees at once. */
	private int seen(final int cells) {
		return tile == 0 ? cells : Math.min(tile, cells);
	}

	private Source source() {
		return new Source.OfPicture(image);
	}

	private static UpscaleX4 of(final SettingValues values) {
		if (!(values.get(Source.IMAGE) instanceof Source.OfPicture picture)) {
			throw new IllegalArgumentException("an x4 upscaler takes no latent: " +
				"give the picture, or make the latent larger with Latent Upscale...");
		}
		// NB: its command does not ask for it.
		final SettingValues all = values.find(GenerationSettings.DENOISE)
			.isPresent() ? values : values.with(GenerationSettings.DENOISE, 1.0);
		return new UpscaleX4(GenerationSettings.of(all), picture.image(), values
			.get(AUGMENTATION), values.get(RATIO), values.get(TILE));
	}
}
