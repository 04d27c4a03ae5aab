
package org.latentj.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.latentj.control.Bounds;
import org.latentj.image.Canvas;
import org.latentj.image.Mask;
import org.latentj.image.PictureMemory;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;
import org.latentj.tensor.Tensor;

/**
 * A picture of which a part is made anew. As in ComfyUI, the whole picture is
 * decoded in the end, so that the rest of it is the VAE's idea of the original:
 * put it into the original with {@link #weights()} and
 * {@link org.latentj.image.Compositing}.
 *
 * @param prompt what it shows
 * @param image [N, 3, H, W] in 0 to 1, of any size
 * @param mask of the image's size: what shall be made anew, not empty
 * @param grow ComfyUI's grow_mask_by, 0 to 64; for
 *          {@link InpaintEncoder#INPAINT}
 * @param feather greatest width in pixels of the transition between new and
 *          old, inside of what changes, 0 to 1024; see {@link #weights()}
 * @param encoder how the image is encoded
 * @param batch number of pictures per picture, 1 to 4096
 * @param clipSkip 1 = the text encoder's last layer, 2 = the one before, ... up
 *          to 64
 * @param sampling seed, steps, cfg, sampler, scheduler, denoise
 */
public record Inpaint(Prompt prompt, Tensor image, Mask mask, int grow,
		int feather, InpaintEncoder encoder, int batch, int clipSkip,
		SamplingSettings sampling) implements Operation {

	/** @throws IllegalArgumentException if a value is out of its range */
	public Inpaint {
		Objects.requireNonNull(prompt, "prompt");
		Objects.requireNonNull(encoder, "encoder");
		Objects.requireNonNull(sampling, "sampling");
		image = new Source.OfPicture(image).image();
		mask.requireSize(image.size(3), image.size(2)).requireNotEmpty();
		Bounds.check("grow", grow, 0, 64);
		Bounds.check("feather", feather, 0, 1024);
		Bounds.check(batch, clipSkip);
		if (encoder == InpaintEncoder.INPAINT && mask.rounded().isEmpty()) {
			throw new IllegalArgumentException("the mask has no value of more than " +
				"127 of 255, and the encoder 'inpaint' takes these alone: choose " +
				"'keep', or a stronger mask");
		}
	}

	@Override
	public String name() {
		return "inpaint";
	}

	@Override
	public Inpaint withSampling(final SamplingSettings other) {
		return new Inpaint(prompt, image, mask, grow, feather, encoder, batch,
			clipSkip, other);
	}

	@Override
	public Picture run(final Pipeline pipeline) {
		final int width = image.size(3);
		final int height = image.size(2);
		PictureMemory.require(width, height, (long) image.size(0) * batch);
		pipeline.check(prompt, clipSkip, sampling);
		final Canvas canvas = new Canvas(width, height, pipeline.cell());
		return new Start(encoder.encode(pipeline, canvas.pad(image), canvas.pad(
			mask), grow), width, height).repeated(batch).paint(pipeline, prompt,
				clipSkip, sampling);
	}

	/**
	 * How much of each pixel of the new picture belongs into the original. With
	 * {@link InpaintEncoder#INPAINT} the transition lies in the border by which
	 * the mask is grown, as far as that goes, so that nothing of what was hidden
	 * shows again; with {@link InpaintEncoder#KEEP} it lies inside of the mask.
	 */
	public Mask weights() {
		return encoder.weights(mask, grow, feather);
	}

	@Override
	public List<String> warnings() {
		final List<String> warnings = new ArrayList<>(prompt.warnings());
		if (encoder == InpaintEncoder.INPAINT && sampling.denoise() < 1) {
			warnings.add("with the encoder 'inpaint' and denoise " + sampling
				.denoise() +
				" (less than 1) grey shows in the result, since the sampler starts " +
				"from a picture that is grey under the mask: choose denoise 1, or " +
				"the encoder 'keep'");
		}
		return warnings;
	}
}
