
package org.latentj.operation.inpainting;

import java.util.List;

import org.latentj.control.Ids;
import org.latentj.image.Mask;
import org.latentj.latent.Latent;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.conditioning.Hint;
import org.latentj.sampling.hint.MaskedPicture;
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
		KEEP("keep"),

		/**
		 * ComfyUI's InpaintModelConditioning, for inpainting models: sampled from
		 * the picture as it is, where the mask is; the network is told the picture
		 * with a middle grey under the rounded mask. The one to use with them below
		 * denoise 1.
		 */
		MODEL("model") {

			@Override
			public List<Hint> hints(final Pipeline pipeline, final Tensor image,
				final Mask mask)
		{
				return List.of(new MaskedPicture(pipeline.encodeImage(mask.greyOut(
					image)).samples(), mask.tensor()));
			}
		},

		/** The same without its noise_mask: all of the latent may change. */
		MODEL_FREE("model-free") {

			@Override
			public Latent encode(final Pipeline pipeline, final Tensor image,
				final Mask mask, final int grow)
		{
				return pipeline.encodeImage(image);
			}

			@Override
			public List<Hint> hints(final Pipeline pipeline, final Tensor image,
				final Mask mask)
		{
				return MODEL.hints(pipeline, image, mask);
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

	/**
	 * The latent to start from, with its noise mask, if it has one.
	 *
	 * @param image [1, 3, H, W] in 0 to 1
	 * @param mask of H x W pixels
	 * @param grow by how many pixels the mask may grow
	 */
	public Latent encode(final Pipeline pipeline, final Tensor image,
		final Mask mask, final int grow)
	{
		return pipeline.encodeImage(image).withNoiseMask(mask.tensor());
	}

	/**
	 * What the network is told of the picture beside it.
	 *
	 * @param image [1, 3, H, W] in 0 to 1
	 * @param mask of H x W pixels
	 */
	public List<Hint> hints(final Pipeline pipeline, final Tensor image,
		final Mask mask)
	{
		return List.of();
	}

	/** Whether it takes values of more than a half of the mask alone. */
	public boolean roundsMasks() {
		return this != KEEP;
	}

	/**
	 * Whether it tells something that inpainting models alone take.
	 */
	public boolean isForInpaintingModels() {
		return this == MODEL || this == MODEL_FREE;
	}

	/**
	 * Where the picture changes, given a mask.
	 *
	 * @param grow by how many pixels the mask may grow
	 */
	public Mask changed(final Mask mask, final int grow) {
		return mask;
	}

	/** How much of the new picture is taken, see {@link Repair#weights}. */
	Mask weights(final Mask mask, final int grow, final int feather) {
		return mask.feathered(feather);
	}

	@Override
	public String toString() {
		return id;
	}
}
