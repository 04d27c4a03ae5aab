
package org.latentj.sampling.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.sampling.model.ContinuousSchedule;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.scheduler.Schedulers;

/** Every sampler with every scheduler, where the exact result is known. */
class SamplersContractTest {

	private static final ModelSampling MODEL = DiscreteSchedule.scaledLinear(
		PredictionType.EPSILON);

	private static final Gaussian GAUSSIAN = new Gaussian(0.7);

	/** Below this, errors are those of single precision. */
	private static final double ROUNDING = 2e-6;

	@ParameterizedTest
	@EnumSource
	void convergesWithItsOrder(final Samplers sampler) {
		assertEquals(sampler.order(), order(sampler), 0.35);
	}

	static Stream<Arguments> pairs() {
		return Stream.of(Samplers.values()).filter(s -> s.order() > 0).flatMap(
			sampler -> Stream.of(Schedulers.values()).filter(scheduler -> evenEnough(
				sampler, scheduler)).map(scheduler -> Arguments.of(sampler,
					scheduler)));
	}

	/**
	 * The reference's coefficients of {@code ipndm_v} don't sum to 1 where the
	 * lengths of steps jump, as they do where {@code beta} rounds to training
	 * steps.
	 */
	private static boolean evenEnough(final Samplers sampler,
		final Schedulers scheduler)
	{
		return sampler != Samplers.IPNDM_V || scheduler != Schedulers.BETA;
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void errsLessWithMoreSteps(final Samplers sampler,
		final Schedulers scheduler)
	{
		final double few = Math.max(errorAtZero(sampler, scheduler, 8), errorAtZero(
			sampler, scheduler, 12));
		final double many = errorAtZero(sampler, scheduler, 200);
		assertTrue(many < few / 3 + lastStepsError(scheduler, 200), few +
			" with few steps, " + many + " with many");
	}

	/**
	 * {@code lcm} does not converge, but what it makes is known: each step leaves
	 * the denoiser's part of the deviation and adds the next level's noise.
	 */
	@ParameterizedTest
	@EnumSource
	void lcmHasTheDeviationOfItsRecursion(final Schedulers scheduler) {
		final float[] sigmas = scheduler.sigmas(MODEL, 12);
		double deviation = GAUSSIAN.at(sigmas[0]);
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final double kept = 1 / (1 + Math.pow(sigmas[i] / GAUSSIAN.deviation(),
				2));
			deviation = Math.hypot(kept * deviation, sigmas[i + 1]);
		}
		assertEquals(1, GAUSSIAN.of(Samplers.LCM, sigmas) / deviation, 1e-5);
	}

	/** It chooses its steps itself, so that the levels do not matter. */
	@ParameterizedTest
	@EnumSource
	void dpmAdaptiveStaysWithinItsTolerance(final Schedulers scheduler) {
		final float[] sigmas = scheduler.sigmas(MODEL, 12);
		final double last = sigmas[sigmas.length - 2];
		assertEquals(1, GAUSSIAN.of(Samplers.DPM_ADAPTIVE, sigmas) / GAUSSIAN.at(
			last), 0.05);
	}

	/** NB: some; all numbers are compared with ComfyUI's elsewhere. */
	static Stream<Arguments> pairsOnContinuousLevels() {
		return pairs().filter(p -> List.of(Schedulers.KARRAS, Schedulers.NORMAL)
			.contains(p.get()[1]));
	}

	/** Likewise on the levels of EDM, which reach from 0.002 to 80. */
	@ParameterizedTest
	@MethodSource("pairsOnContinuousLevels")
	void errsLessWithMoreStepsOnContinuousLevels(final Samplers sampler,
		final Schedulers scheduler)
	{
		final ModelSampling model = ContinuousSchedule.edm(0.002, 80, 0.5);
		final Gaussian gaussian = new Gaussian(0.5, model);
		final double few = Math.abs(gaussian.of(sampler, scheduler.sigmas(model,
			12)) / gaussian.at(0) - 1);
		final double many = Math.abs(gaussian.of(sampler, scheduler.sigmas(model,
			100)) / gaussian.at(0) - 1);
		assertTrue(many < few / 3 + 1e-3, few + " with few steps, " + many +
			" with many");
	}

	private static double errorAtZero(final Samplers sampler,
		final Schedulers scheduler, final int steps)
	{
		return error(sampler, scheduler.sigmas(MODEL, steps));
	}

	/** What the step to level 0 costs, which gives the denoised latent. */
	private static double lastStepsError(final Schedulers scheduler,
		final int steps)
	{
		final float[] sigmas = scheduler.sigmas(MODEL, steps);
		return 1 - GAUSSIAN.at(0) / GAUSSIAN.at(sigmas[sigmas.length - 2]);
	}

	/** The slope of the error on a log-log scale, from 30 steps upwards. */
	private static double order(final Samplers sampler) {
		final double few = error(sampler, geometric(30));
		final double many = error(sampler, geometric(60));
		final double most = error(sampler, geometric(120));
		return most > ROUNDING ? Math.log(few / most) / Math.log(4) : Math.log(few /
			many) / Math.log(2);
	}

	private static double error(final Samplers sampler, final float[] sigmas) {
		final double exact = GAUSSIAN.at(sigmas[sigmas.length - 1]);
		return Math.abs(GAUSSIAN.of(sampler, sigmas) / exact - 1);
	}

	private static float[] geometric(final int steps) {
		final float[] out = new float[steps + 1];
		for (int i = 0; i <= steps; i++) {
			out[i] = (float) (8 * Math.pow(0.2 / 8, i / (double) steps));
		}
		return out;
	}
}
