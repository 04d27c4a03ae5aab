
package org.latentj.sampling.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.sampling.Denoiser;
import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseFactory;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/**
 * Samplers that add noise, with the noise that a seed gives: mean and deviation
 * of many numbers at once, where the true ones are known. {@link Gaussian} says
 * without chance what a sampler's deviation is; this says that the noises are
 * as many, as large and as independent of each other as they must be for that.
 */
class StochasticSamplersTest {

	private static final Gaussian GAUSSIAN = new Gaussian(0.7);

	private static final float MEAN = 0.4f;

	private static final int[] SHAPE = { 1, 4, 32, 32 };

	/** The same with another mean. */
	private static final Denoiser DENOISER = (x, sigma) -> GAUSSIAN.denoise(x.map(
		v -> v - MEAN), sigma).map(v -> v + MEAN);

	static Stream<Samplers> stochastic() {
		return Stream.of(Samplers.values()).filter(Samplers::isStochastic);
	}

	/** NB: of 4096 numbers: 1.1 % of the deviation are one standard error. */
	@ParameterizedTest
	@MethodSource("stochastic")
	void makeTheMeanAndTheDeviationOfTheDistribution(final Samplers sampler) {
		final float[] sigmas = SamplerOrdersTest.Levels.RATIO.of(30);
		final Tensor start = TorchNoise.latent(11, SHAPE).times(GAUSSIAN.at(
			sigmas[0])).map(v -> v + MEAN);
		final Tensor made = sampler.sample(DENOISER, start, sigmas, new SamplingRun(
			Gaussian.MODEL, NoiseFactory.seeded(1, SamplerNoise.SINCE_0_7),
			SamplingListener.NONE));
		double sum = 0;
		double squares = 0;
		for (final float v : made.data()) {
			sum += v - MEAN;
			squares += (v - MEAN) * (double) (v - MEAN);
		}
		final double mean = sum / made.length();
		final double deviation = Math.sqrt(squares / made.length() - mean * mean);
		assertEquals(0, mean, 0.035);
		assertEquals(1, deviation / GAUSSIAN.of(sampler, sigmas), 0.033);
		if (sampler.order() > 0) {
			final double exact = GAUSSIAN.at(sigmas[sigmas.length - 1]);
			assertEquals(1, deviation / exact, sampler.order() > 1 ? 0.035 : 0.08);
		}
	}
}
