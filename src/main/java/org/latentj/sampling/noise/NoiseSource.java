
package org.latentj.sampling.noise;

import org.latentj.tensor.Tensor;

/** Gives a stochastic sampler the noise that it adds between two levels. */
@FunctionalInterface
public interface NoiseSource {

	/**
	 * Noise of unit variance for one step.
	 *
	 * @param sigmaFrom the noise level that the step leaves
	 * @param sigmaTo the lower noise level that it reaches
	 */
	Tensor next(double sigmaFrom, double sigmaTo);

	/**
	 * Independent draws, one after the other, whatever the levels.
	 *
	 * @param seed all 64 bits, unsigned
	 * @param shape of the noise
	 */
	static NoiseSource independent(final long seed, final int... shape) {
		final TorchNoise noise = new TorchNoise(seed);
		return (from, to) -> noise.randn(shape);
	}
}
