
package org.latentj.operation;

import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.inpainting.Repair;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.latentj.image.Canvas;
import org.latentj.image.Mask;
import org.latentj.image.PictureMemory;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.setting.Parameter;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingType.Reference;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;

/**
 * A picture of which a part is made anew. As in ComfyUI, the whole picture is
 * decoded in the end, so that the rest of it is the VAE's idea of the original:
 * put it into the original with {@link #weights()} and
 * {@link org.latentj.image.Compositing}.
 *
 * @param generation what it shows and how it is sampled
 * @param image [N, 3, H, W] in 0 to 1, of any size
 * @param mask of the image's size: what shall be made anew, not empty
 * @param repair how the image is encoded, and how new and old are blended
 */
public record Inpaint(Generation generation, Tensor image, Mask mask,
		Repair repair) implements Operation {

	/** What shall be made anew. */
	public static final Setting<Mask> MASK = Setting.of("mask", new Reference<>(
		"a mask", Mask.class));

	/** All that is known of it. */
	public static final OperationType<Inpaint> TYPE = new OperationType<>(
		"inpaint", "Inpaint...",
		"A part of the image was replaced by generated content (inpainting)",
		OperationType.Placement.BLEND, List.of("mask", "grow", "feather", "denoise",
			"encoder"), GenerationSettings.with(GenerationSettings.denoise(1,
				"How much is changed under the mask. Below 1 choose the encoder " +
					"keep."), Parameter.of(Source.IMAGE, Inpaint::source).unasked(),
				Parameter.of(MASK, Inpaint::mask).unasked(), Parameter.of(Repair.GROW,
					i -> i.repair().grow()), Parameter.of(Repair.FEATHER, i -> i.repair()
						.feather()), Parameter.of(Repair.ENCODER, i -> i.repair()
							.encoder())), Inpaint::of).needing(Repair.GROW_NEED);

	/** @throws IllegalArgumentException if a value is out of its range */
	public Inpaint {
		Objects.requireNonNull(generation, "generation");
		Objects.requireNonNull(repair, "repair");
		image = new Source.OfPicture(image).image();
		mask.requireSize(image.size(3), image.size(2)).requireNotEmpty();
		if (repair.encoder().roundsMasks() && mask.rounded().isEmpty()) {
			throw new IllegalArgumentException("the mask has no value of more than " +
				"127 of 255, and the encoder '" + repair.encoder() +
				"' takes these alone: choose 'keep', or a stronger mask");
		}
	}

	@Override
	public OperationType<?> type() {
		return TYPE;
	}

	@Override
	public Inpaint withGeneration(final Generation other) {
		return new Inpaint(other, image, mask, repair);
	}

	@Override
	public void requireFor(final PictureInput input) {
		TYPE.requireFor(input);
		if (repair.encoder().isForInpaintingModels() &&
			input != PictureInput.INPAINTING)
		{
			throw new IllegalArgumentException("the encoder '" + repair.encoder() +
				"' tells inpainting models what is masked, and this checkpoint is " +
				"none: choose 'keep', which gives the same picture, or an inpainting " +
				"model");
		}
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		final int width = image.size(3);
		final int height = image.size(2);
		PictureMemory.require(width, height, (long) image.size(0) * generation
			.batch());
		generation.check(pipeline, source().size(pipeline.cell()));
		final Canvas canvas = new Canvas(width, height, pipeline.cell());
		final Tensor picture = canvas.pad(image);
		final Mask padded = canvas.pad(mask);
		return new Start(repair.encoder().encode(pipeline, picture, padded, repair
			.grow()), width, height).paint(pipeline, generation, repair.encoder()
				.hints(pipeline, picture, padded));
	}

	/**
	 * How much of each pixel of the new picture belongs into the original, see
	 * {@link Repair#weights}.
	 */
	public Mask weights() {
		return repair.weights(mask);
	}

	@Override
	public List<String> warnings() {
		final List<String> warnings = new ArrayList<>(generation.warnings());
		if (repair.encoder() == InpaintEncoder.INPAINT && sampling()
			.denoise() < 1)
		{
			warnings.add("with the encoder 'inpaint' and denoise " + sampling()
				.denoise() +
				" (less than 1) grey shows in the result, since the sampler starts " +
				"from a picture that is grey under the mask: choose denoise 1, or " +
				"the encoder 'keep'");
		}
		return warnings;
	}

	private Source source() {
		return new Source.OfPicture(image);
	}

	private static Inpaint of(final SettingValues values) {
		if (!(values.get(Source.IMAGE) instanceof Source.OfPicture picture)) {
			throw new IllegalArgumentException("a latent cannot be inpainted: " +
				"give the picture, or paint over the latent with img2img");
		}
		return new Inpaint(GenerationSettings.of(values), picture.image(), values
			.get(MASK), Repair.of(values));
	}
}
