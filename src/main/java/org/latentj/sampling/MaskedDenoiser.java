
package org.latentj.sampling;

import org.latentj.tensor.Tensor;

/** See {@link Denoiser#masked}. */
record MaskedDenoiser(Denoiser denoiser, Tensor mask, Tensor latent,
		Tensor noise) implements Denoiser {

	MaskedDenoiser {
		// NB: times refuses other shapes.
		latent.times(mask).times(noise);
	}

	@Override
	public Tensor denoise(final Tensor x, final double sigma) {
		return keep(denoiser.denoise(hide(x, sigma), sigma));
	}

	// NB: as in ComfyUI, the unguided estimate is not masked.
	@Override
	public Estimates estimate(final Tensor x, final double sigma) {
		final Estimates e = denoiser.estimate(hide(x, sigma), sigma);
		return new Estimates(keep(e.guided()), e.unguided());
	}

	private Tensor hide(final Tensor x, final double sigma) {
		return blend(x, latent.plus(sigma, noise));
	}

	private Tensor keep(final Tensor denoised) {
		return blend(denoised, latent);
	}

	private Tensor blend(final Tensor inside, final Tensor outside) {
		return inside.times(mask).plus(outside.zip(mask, (o, m) -> o * (1 - m)));
	}
}
