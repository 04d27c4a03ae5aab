
package org.latentj.operation.inpainting;

import java.util.List;
import java.util.Objects;

import org.latentj.image.Mask;
import org.latentj.setting.Need;
import org.latentj.setting.Section;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/**
 * How a part of a picture is made anew and put into the picture.
 *
 * @param encoder how the picture is encoded
 * @param grow ComfyUI's grow_mask_by, 0 to 64; for
 *          {@link InpaintEncoder#INPAINT}
 * @param feather greatest width in pixels of the transition between new and
 *          old, inside of what changes, 0 to 1024; see {@link #weights(Mask)}
 */
public record Repair(InpaintEncoder encoder, int grow, int feather) {

	/** See {@link #grow}. */
	public static final Setting<Integer> GROW = Setting.whole("grow", 0, 64)
		.standard(6).labelled("Grow (pixels)",
			"For the encoder inpaint: how much the mask grows, half of it " +
				"on each side (ComfyUI's grow_mask_by).").ofBatches(
					"For inpaint: how much the mask grows, with the encoder " +
						"inpaint.").toldAs(" pixels of growth of the mask").in(
							Section.MASK);

	/** See {@link #feather}. */
	public static final Setting<Integer> FEATHER = Setting.whole("feather", 0,
		1024).standard(8).labelled("Feather (pixels)",
			"Over how many pixels new and old blend at most: in the border " +
				"that the mask grows by; with the encoder keep inside of the " +
				"mask.").ofBatches(
					"For inpaint: over how many pixels new and old blend at most.")
		.toldAs(" pixels of feathering").in(Section.MASK);

	/** See {@link #encoder}. */
	public static final Setting<InpaintEncoder> ENCODER = Setting.choice(
		"encoder", List.of(InpaintEncoder.values()), InpaintEncoder::of,
		InpaintEncoder::id).standard(InpaintEncoder.INPAINT).labelled("Encoder",
			"inpaint hides what is under the mask (VAE Encode for Inpainting), " +
				"keep doesn't (Set Latent Noise Mask). Inpainting models only: " +
				"model (InpaintModelConditioning), model-free (without its " +
				"noise_mask).").ofBatches(
					"For inpaint: inpaint hides what is under the mask, keep doesn't; " +
						"model and model-free are for inpainting models.").in(Section.MASK);

	/** That growing needs the encoder that does it. */
	public static final Need GROW_NEED = new Need(GROW, values -> values.find(
		ENCODER).orElse(InpaintEncoder.INPAINT) == InpaintEncoder.INPAINT,
		"the encoder inpaint");

	/** @throws IllegalArgumentException if a value is out of its range */
	public Repair {
		Objects.requireNonNull(encoder, "encoder");
		GROW.check(grow);
		FEATHER.check(feather);
	}

	/** What these values ask for. */
	public static Repair of(final SettingValues values) {
		return new Repair(values.get(ENCODER), values.get(GROW), values.get(
			FEATHER));
	}

	/** Where the picture changes, given what shall be made anew. */
	public Mask changed(final Mask mask) {
		return encoder.changed(mask, grow);
	}

	/**
	 * How much of each pixel of the new picture belongs into the original. With
	 * {@link InpaintEncoder#INPAINT} the transition lies in the border by which
	 * the mask is grown, as far as that goes, so that nothing of what was hidden
	 * shows again; with {@link InpaintEncoder#KEEP} it lies inside of the mask.
	 */
	public Mask weights(final Mask mask) {
		return encoder.weights(mask, grow, feather);
	}
}
