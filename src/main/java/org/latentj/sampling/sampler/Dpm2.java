
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * The midpoint method with the midpoint on a logarithmic scale, inspired by
 * DPM-Solver-2 (Lu et al. 2022, "DPM-Solver", algorithm 1) in the variables of
 * Karras et al. 2022. The step to level 0 is Euler's. The ancestral variant
 * steps below the next level and adds noise. Both converge with order 2
 * (measured, the ancestral one in its results' variance).
 */
final class Dpm2 implements Sampler {

	private final String id;

	/** Part of DDPM's noise. */
	private final double eta;

	private Dpm2(final String id, final double eta) {
		this.id = id;
		this.eta = eta;
	}

	static Dpm2 ode() {
		return new Dpm2("dpm_2", 0);
	}

	static Dpm2 ancestral() {
		return new Dpm2("dpm_2_ancestral", 1);
	}

	@Override
	public String id() {
		return id;
	}

	@Override
	public boolean dropsPenultimateSigma() {
		return true;
	}

	@Override
	public boolean takesEqualSigmas() {
		return true;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final NoiseSource noise = run.noise(x);
		Tensor now = x;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor denoised = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, denoised);
			final AncestralStep step = AncestralStep.of(sigmas[i], sigmas[i + 1],
				eta);
			Tensor slope = Ode.slope(now, sigmas[i], denoised);
			if (step.down() > 0) {
				final double middle = Ode.middle(sigmas[i], step.down());
				final Tensor half = now.plus(middle - sigmas[i], slope);
				slope = Ode.slope(half, middle, denoiser.denoise(half, middle));
			}
			now = step.noised(now.plus(step.down() - sigmas[i], slope), noise,
				sigmas[i], sigmas[i + 1]);
		}
		return now;
	}
}
