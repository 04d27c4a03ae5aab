
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/**
 * DDIM without noise (Song et al. 2021, "DDIM", eq. 13), which in these
 * variables is {@link Euler Euler's} step. As in ComfyUI it differs from that
 * sampler in a noise mask's noise, which is drawn anew with the next seed.
 * Converges with order 1 (measured).
 */
final class Ddim implements Sampler {

	private final Sampler euler = new Euler();

	@Override
	public String id() {
		return "ddim";
	}

	@Override
	public boolean takesEqualSigmas() {
		return true;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		return euler.sample(denoiser, x, sigmas, run);
	}

	@Override
	public Tensor maskNoise(final Tensor noise, final long seed) {
		return TorchNoise.latent(seed + 1, noise.shape());
	}
}
