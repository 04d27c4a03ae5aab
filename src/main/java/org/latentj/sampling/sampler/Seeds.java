
package org.latentj.sampling.sampler;

import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * What the solvers SEEDS share: the exact solution of the linear part of the
 * reverse SDE from the start of a step to points within it (Gonzalez et al.
 * 2023, "SEEDS: exponential SDE solvers for fast high-quality sampling from
 * diffusion models"), with noise that goes on from point to point as one
 * Brownian motion does; or, without noise, that of the probability flow ODE.
 * Times are {@code -log(sigma)}.
 */
final class Seeds {

	private final NoiseSource source;

	private final double start;

	/** 1 = the SDE, 0 = the ODE. */
	private final int eta;

	private double at;

	private Tensor noise;

	/**
	 * @param start time at which the step starts
	 * @param eta 1 = with the noise of the SDE, 0 = without
	 */
	Seeds(final NoiseSource source, final double start, final int eta) {
		this.source = source;
		this.eta = eta;
		this.start = start;
		this.at = start;
	}

	/**
	 * The latent at a later time if the denoised latent were 0.
	 *
	 * @param x the latent at the start of the step
	 * @param time not before that of the last call
	 */
	Tensor decay(final Tensor x, final double time) {
		final Tensor decayed = x.times(Math.exp(-(1 + eta) * (time - start)));
		if (eta == 0) {
			return decayed;
		}
		final double h = time - at;
		final Tensor fresh = source.next(Math.exp(-at), Math.exp(-time)).times(Math
			.sqrt(-Math.expm1(-2 * h)));
		noise = noise == null ? fresh : fresh.plus(Math.exp(-h), noise);
		at = time;
		return decayed.plus(Math.exp(-time), noise);
	}

	/** The weight of a denoised latent that does not change over a time h. */
	double weight1(final double h) {
		return -Math.expm1(-(1 + eta) * h);
	}

	/** The weight of its change per h. */
	double weight2(final double h) {
		return 1 + Math.expm1(-(1 + eta) * h) / ((1 + eta) * h);
	}
}
