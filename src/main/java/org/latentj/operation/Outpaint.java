
package org.latentj.operation;

import java.util.List;
import java.util.Objects;

import org.latentj.image.Mask;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.enlarging.Margins;
import org.latentj.operation.inpainting.Repair;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.setting.Parameter;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;

/**
 * A picture continued beyond its borders: it is laid on a larger one of a
 * middle grey, whose new part is inpainted. ComfyUI's ImagePadForOutpaint, then
 * what {@link Inpaint} does.
 *
 * @param generation what it shows and how it is sampled
 * @param image [N, 3, H, W] in 0 to 1, of any size
 * @param margins what is added at its sides
 * @param feathering over how many pixels within the old border new and old
 *          blend; 0 keeps all old pixels
 * @param encoder how the enlarged picture is encoded
 * @param grow ComfyUI's grow_mask_by, 0 to 64; for
 *          {@link InpaintEncoder#INPAINT}
 */
public record Outpaint(Generation generation, Tensor image, Margins margins,
		int feathering, InpaintEncoder encoder, int grow) implements Operation {

	/** All that is known of it. */
	public static final OperationType<Outpaint> TYPE = new OperationType<>(
		"outpaint", "Outpaint...",
		"The image was continued beyond its borders by generated content (outpainting)",
		OperationType.Placement.EXTEND, List.of("left", "top", "right", "bottom",
			"feathering"), GenerationSettings.with(GenerationSettings
				.<Outpaint> denoise(1,
					"How much is changed in the new part. Below 1 choose the encoder " +
						"keep."), Parameter.of(Source.IMAGE, Outpaint::source).unasked(),
				Parameter.of(Margins.LEFT, o -> o.margins().left()), Parameter.of(
					Margins.TOP, o -> o.margins().top()), Parameter.of(Margins.RIGHT,
						o -> o.margins().right()), Parameter.of(Margins.BOTTOM, o -> o
							.margins().bottom()), Parameter.of(Margins.FEATHERING,
								Outpaint::feathering), Parameter.of(Repair.GROW,
									Outpaint::grow), Parameter.of(Repair.ENCODER,
										Outpaint::encoder)), Outpaint::of).needing(
											Repair.GROW_NEED);

	/** @throws IllegalArgumentException if a value is out of its range */
	public Outpaint {
		Objects.requireNonNull(generation, "generation");
		Objects.requireNonNull(margins, "margins");
		Objects.requireNonNull(encoder, "encoder");
		image = new Source.OfPicture(image).image();
		Margins.FEATHERING.check(feathering);
		Repair.GROW.check(grow);
	}

	@Override
	public OperationType<?> type() {
		return TYPE;
	}

	@Override
	public Outpaint withGeneration(final Generation other) {
		return new Outpaint(other, image, margins, feathering, encoder, grow);
	}

	@Override
	public void requireFor(final PictureInput input) {
		TYPE.requireFor(input);
		inpaint().requireFor(input);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		return inpaint().run(pipeline);
	}

	/** Of the enlarged picture. */
	private Inpaint inpaint() {
		return new Inpaint(generation, margins.padded(image), weights(), new Repair(
			encoder, grow, 0));
	}

	/**
	 * How much of each pixel of the new picture, of the enlarged one's size, is
	 * taken.
	 */
	public Mask weights() {
		return margins.mask(image.size(3), image.size(2), feathering);
	}

	@Override
	public List<String> warnings() {
		return inpaint().warnings();
	}

	private Source source() {
		return new Source.OfPicture(image);
	}

	private static Outpaint of(final SettingValues values) {
		if (!(values.get(Source.IMAGE) instanceof Source.OfPicture picture)) {
			throw new IllegalArgumentException(
				"a latent cannot be outpainted: give the picture");
		}
		return new Outpaint(GenerationSettings.of(values), picture.image(), Margins
			.of(values), values.get(Margins.FEATHERING), values.get(Repair.ENCODER),
			values.get(Repair.GROW));
	}
}
