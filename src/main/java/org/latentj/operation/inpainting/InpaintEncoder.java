
package org.latentj.operation.inpainting;

import org.latentj.control.Ids;
import org.latentj.image.Mask;
import org.latentj.latent.Latent;
import org.latentj.pipeline.Pipeline;
import org.latentj.tensor.Tensor;

/** How a picture is encoded before a part of it is made anew. */
public enum InpaintEncoder {

		/**
		 * ComfyUI's VAE Encode (for Inpainting): what is under the rounded mask is
		 * hidden behind a middle grey, the mask is grown.
		 */
		INPAINT("inpaint") {

			@Override
			public Latent encode(final Pipeline pipeline, final Tensor image,
				final Mask mask, final int grow)
		{
				return pipeline.encodeImage(mask.greyOut(image)).withNoiseMask(mask
					.grown(grow).tensor());
			}

			@Override
			public Mask changed(final Mask mask, final int grow) {
				return mask.grown(grow);
			}

			@Override
			Mask weights(final Mask mask, final int grow, final int feather) {
				return mask.grown(grow).feathered(feather, mask);
			}
		},

		/**
		 * ComfyUI's VAE Encode and Set Latent Noise Mask: the picture is encoded as
		 * it is, the mask stays as it is, soft or not. The one to use below denoise
		 * 1.
		 */
		KEEP("keep") {

			@Override
			public Latent encode(final Pipeline pipeline, final Tensor image,
				final Mask mask, final int grow)
		{
				return pipeline.encodeImage(image).withNoiseMask(mask.tensor());
			}

			@Override
			public Mask changed(final Mask mask, final int grow) {
				return mask;
			}

			@Override
			Mask weights(final Mask mask, final int grow, final int feather) {
				return mask.feathered(feather);
			}
		};

	private final String id;

	InpaintEncoder(final String id) {
		this.id = id;
	}

	/** What macros call it. */
	public String id() {
		return id;
	}

	/** The one with this id; an error lists the known ones. */
	public static InpaintEncoder of(final String id) {
		return Ids.of("encoder", id, values(), InpaintEncoder::id);
	}

	/** The latent to start from, with its noise mask. */
	public abstract Latent encode(Pipeline pipeline, Tensor image, Mask mask,
		int grow);

	/**
	 * Where the picture changes, given a mask.
	 *
	 * @param grow by how many pixels the mask may grow
	 */
	public abstract Mask changed(Mask mask, int grow);

	/** How much of the new picture is taken, see {@link Repair#weights}. */
	abstract Mask weights(Mask mask, int grow, int feather);

	@Override
	public String toString() {
		return id;
	}
}
