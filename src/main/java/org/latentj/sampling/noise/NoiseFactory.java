
package org.latentj.sampling.noise;

import java.util.function.Function;

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
	 * The same for a tile of a larger picture.
	 *
	 * @param cell pixels along the edge of one of its cells
	 */
	default NoiseFactory within(final NoiseWindow window, final int cell) {
		final NoiseFactory whole = this;
		return new NoiseFactory() {

			@Override
			public NoiseSource independent(final int... shape) {
				return cut(shape, whole::independent);
			}

			@Override
			public NoiseSource brownian(final double sigmaMin, final double sigmaMax,
				final int... shape)
			{
				return cut(shape, all -> whole.brownian(sigmaMin, sigmaMax, all));
			}

			private NoiseSource cut(final int[] shape,
				final Function<int[], NoiseSource> source)
			{
				final NoiseSource[] made = new NoiseSource[1];
				return (from, to) -> window.of(shape, cell, all -> {
					// NB: one source for all steps, as its numbers go on.
					if (made[0] == null) {
						made[0] = source.apply(all);
					}
					return made[0].next(from, to);
				});
			}
		};
	}

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
