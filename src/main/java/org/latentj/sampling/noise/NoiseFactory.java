
package org.latentj.sampling.noise;

/** Makes the sources of noise that one run of a stochastic sampler asks for. */
public interface NoiseFactory {

	/** Independent draws of a shape. */
	NoiseSource independent(int... shape);

	/**
	 * The increments of one Brownian motion.
	 *
	 * @param sigmaMin the lowest noise level above 0 that will be asked for
	 * @param sigmaMax the highest
	 * @param shape of the noise
	 */
	NoiseSource brownian(double sigmaMin, double sigmaMax, int... shape);

	/**
	 * Noise as ComfyUI makes it from the seed of the run.
	 *
	 * @param seed all 64 bits, unsigned
	 * @param version where independent draws start
	 */
	static NoiseFactory seeded(final long seed, final SamplerNoise version) {
		return new NoiseFactory() {

			@Override
			public NoiseSource independent(final int... shape) {
				return NoiseSource.independent(version.seed(seed), shape);
			}

			@Override
			public NoiseSource brownian(final double sigmaMin, final double sigmaMax,
				final int... shape)
			{
				return new BrownianNoise(seed, sigmaMin, sigmaMax, shape);
			}
		};
	}
}
