
package org.latentj.family.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.latentj.latent.LatentFormat;
import org.latentj.latent.NoiseMask;
import org.latentj.latent.ResizeMethod;
import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PerCell;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.hint.MaskedPicture;
import org.latentj.tensor.Tensor;

/**
 * The channels of inpainting models: the mask, 0 or 1 in each cell, and the
 * latent of the picture whose masked part is hidden, in the network's scale.
 * They are those of a {@link MaskedPicture}; else of what is sampled, if it has
 * a noise mask; else all is masked, as ComfyUI has it.
 */
record InpaintingChannels(LatentFormat format) implements Completion {

	/** What is given of a picture of which nothing is known, in each cell. */
	private static final float[] NOTHING = { 0.8223f, -0.6876f, 0.6364f,
		0.1380f };

	@Override
	public Conditioning complete(final Conditioning conditioning,
		final PromptRole role, final Canvas canvas)
	{
		final List<MaskedPicture> told = conditioning.hints(MaskedPicture.class);
		final Optional<Tensor> mask = told.stream().map(MaskedPicture::mask)
			.findFirst().or(canvas::noiseMask);
		final Tensor picture = told.stream().map(p -> format.processIn(p.latent()))
			.findFirst().orElse(canvas.latent());
		return conditioning.with(NetworkInput.CONCAT, new PerCell(mask.map(
			m -> joined(rounded(m, canvas.latent()), ResizeMethod.BILINEAR.resize(
				picture, canvas.latent().size(3), canvas.latent().size(2)))).orElseGet(
					() -> unknown(canvas.latent()))));
	}

	/** NB: halves to the even number, as torch. */
	private static Tensor rounded(final Tensor mask, final Tensor latent) {
		return NoiseMask.resize(mask, latent.size(2), latent.size(3)).map(
			v -> (float) Math.rint(v));
	}

	/** Mask first; the fewer of both in turn. */
	private static Tensor joined(final Tensor masks, final Tensor pictures) {
		final int count = Math.max(masks.size(0), pictures.size(0));
		final int channels = pictures.size(1);
		final int plane = pictures.size(2) * pictures.size(3);
		final Tensor out = Tensor.zeros(count, 1 + channels, pictures.size(2),
			pictures.size(3));
		for (int k = 0; k < count; k++) {
			final int to = k * (1 + channels) * plane;
			System.arraycopy(masks.data(), k % masks.size(0) * plane, out.data(), to,
				plane);
			System.arraycopy(pictures.data(), k % pictures.size(0) * channels * plane,
				out.data(), to + plane, channels * plane);
		}
		return out;
	}

	private static Tensor unknown(final Tensor latent) {
		final int plane = latent.size(2) * latent.size(3);
		final Tensor picture = Tensor.zeros(1, NOTHING.length, latent.size(2),
			latent.size(3));
		for (int c = 0; c < NOTHING.length; c++) {
			Arrays.fill(picture.data(), c * plane, (c + 1) * plane, NOTHING[c]);
		}
		return joined(Tensor.full(1, 1, latent.size(2), latent.size(3)), picture);
	}
}
