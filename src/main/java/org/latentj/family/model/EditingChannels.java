
package org.latentj.family.model;

import org.latentj.latent.ResizeMethod;
import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PerCell;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.hint.EditedPicture;
import org.latentj.tensor.Tensor;

/**
 * The channels of InstructPix2Pix (Brooks et al. 2023, section 3.2): the latent
 * of the picture that is changed, in the VAE's scale, not the network's; zeros
 * without one.
 */
record EditingChannels() implements Completion {

	@Override
	public Conditioning complete(final Conditioning conditioning,
		final PromptRole role, final Canvas canvas)
	{
		final Tensor latent = canvas.latent();
		final Tensor channels = conditioning.hints(EditedPicture.class).stream()
			.map(p -> ResizeMethod.BILINEAR.resize(p.latent(), latent.size(3), latent
				.size(2))).findFirst().orElseGet(() -> Tensor.zeros(1, latent.size(1),
					latent.size(2), latent.size(3)));
		return conditioning.with(NetworkInput.CONCAT, new PerCell(channels));
	}
}
