
package org.latentj.sampling.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.sampling.sampler.SamplerOrdersTest.Levels.EVEN;
import static org.latentj.sampling.sampler.SamplerOrdersTest.Levels.RATIO;
import static org.latentj.sampling.sampler.SamplerOrdersTest.Levels.SLOW_ENDS;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The orders of the deterministic samplers against those that their papers
 * claim: half the step, and the error is divided by two to the power of the
 * order. Multistep methods begin with steps of lower order, since they have no
 * history yet, which a fixed grid shows in the end; where the first and last
 * steps are as short as that lower order demands, they reach the order of their
 * formula. {@link SamplersContractTest} measures all samplers, these and the
 * stochastic ones, on the levels that are used.
 */
class SamplerOrdersTest {

	private static final Mixture MIXTURE = new Mixture(8, 0.2f);

	/** From 8 to 0.2, not to 0: that step gives the denoised latent. */
	enum Levels {

			/** Steps of one ratio: even in log(sigma). */
			RATIO(u -> 8 * Math.pow(0.2 / 8, u)),

			/** Steps of one length. */
			EVEN(u -> 8 + (0.2 - 8) * u),

			/** Steps whose first and last shrink with the square of their number. */
			SLOW_ENDS(u -> RATIO.at.applyAsDouble(u * u * (3 - 2 * u)));

		private final DoubleUnaryOperator at;

		Levels(final DoubleUnaryOperator at) {
			this.at = at;
		}

		float[] of(final int steps) {
			final float[] sigmas = new float[steps + 1];
			for (int i = 0; i <= steps; i++) {
				sigmas[i] = (float) at.applyAsDouble(i / (double) steps);
			}
			return sigmas;
		}
	}

	private static Stream<Arguments> papers() {
		return Stream.of(
			// Karras et al. 2022: Euler's method; DDIM is the same (section 2)
			of(Samplers.EULER, 1, RATIO, 48), of(Samplers.EULER_CFG_PP, 1, RATIO, 48),
			of(Samplers.DDIM, 1, RATIO, 48),
			// Karras et al. 2022, algorithm 1: Heun's method
			of(Samplers.HEUN, 2, RATIO, 48),
			// Lu et al. 2022, DPM-Solver, theorem 3.2: order 2
			of(Samplers.DPM_2, 2, RATIO, 48),
			// Lu et al. 2022, DPM-Solver++, section 4.2: order 2
			of(Samplers.DPMPP_2M, 2, RATIO, 48), of(Samplers.DPMPP_2M_CFG_PP, 2,
				RATIO, 48),
			// Zhang et al. 2023: order 2
			of(Samplers.RES_MULTISTEP, 2, RATIO, 48), of(
				Samplers.RES_MULTISTEP_CFG_PP, 2, RATIO, 48),
			// Hochbruck and Ostermann 2010, section 2: two stages, order 2
			of(Samplers.EXP_HEUN_2_X0, 2, RATIO, 48),
			// Zhang and Chen 2023: a polynomial through three slopes
			of(Samplers.DEIS, 3, SLOW_ENDS, 48),
			// Hairer et al. 1993, section III.1 and 5: four slopes
			of(Samplers.LMS, 4, SLOW_ENDS, 48),
			// the same formula, whose coefficients are those of even steps
			of(Samplers.IPNDM, 4, EVEN, 96),
			// Zhao et al. 2023, theorem 3.1: the corrector adds one to three
			of(Samplers.UNI_PC, 4, SLOW_ENDS, 20), of(Samplers.UNI_PC_BH2, 4,
				SLOW_ENDS, 20));
	}

	/** What keeps the others, or these on other levels, from it. */
	private static Stream<Arguments> exceptions() {
		return Stream.of(
			// the first step is Euler's: one error of order 2
			of(Samplers.UNI_PC, 2, RATIO, 48), of(Samplers.UNI_PC_BH2, 2, RATIO, 48),
			// the ratio of steps tends to 1 with their length: one order beside two
			of(Samplers.IPNDM, 2, RATIO, 48),
			// two coefficients are the reference's, not the theory's: that leaves
			// three
			of(Samplers.IPNDM_V, 3, RATIO, 48),
			// it ends with a single step of order 1 where the steps are a multiple of
			// 3
			of(Samplers.DPM_FAST, 2, RATIO, 48),
			// no paper: its later slopes vanish with the level
			of(Samplers.HEUNPP2, 1, RATIO, 48),
			// its slope is a guess at the final one; the paper claims no order
			of(Samplers.GRADIENT_ESTIMATION, 1, RATIO, 96), of(
				Samplers.GRADIENT_ESTIMATION_CFG_PP, 1, RATIO, 96));
	}

	private static Arguments of(final Samplers sampler, final int order,
		final Levels levels, final int steps)
	{
		return Arguments.of(sampler, order, levels, steps);
	}

	@ParameterizedTest
	@MethodSource("papers")
	void reachTheOrderOfTheirPaper(final Samplers sampler, final int order,
		final Levels levels, final int steps)
	{
		assertEquals(order, order(sampler, levels, steps, 2 * steps), 0.25);
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void reachLessForAReason(final Samplers sampler, final int order,
		final Levels levels, final int steps)
	{
		assertEquals(order, order(sampler, levels, steps, 2 * steps), 0.25);
	}

	/**
	 * The last step of the fast solver is of order 2 where two calls are left.
	 */
	@Test
	void spendTheLastCallsOnASolverOfLowerOrder() {
		assertEquals(3, order(Samplers.DPM_FAST, RATIO, 50, 98), 0.25);
	}

	@Test
	void areAllHere() {
		final Set<Samplers> here = EnumSet.noneOf(Samplers.class);
		Stream.concat(papers(), exceptions()).forEach(a -> here.add((Samplers) a
			.get()[0]));
		// NB: it chooses its steps by itself; below
		here.add(Samplers.DPM_ADAPTIVE);
		assertEquals(EnumSet.copyOf(Stream.of(Samplers.values()).filter(s -> !s
			.isStochastic()).toList()), here);
	}

	/** Its relative tolerance is 0.05. */
	@Test
	void keepTheErrorBelowTheTolerance() {
		assertTrue(MIXTURE.error(Samplers.DPM_ADAPTIVE, RATIO.of(10)) < 0.05);
	}

	/** The reference solution is that of the ODE: no share is gained or lost. */
	@ParameterizedTest
	@CsvSource({ "-10", "-3", "0", "2", "9" })
	void areComparedWithTheClosedForm(final double x) {
		assertEquals(Mixture.shareBelow(x, 8), Mixture.shareBelow(Mixture.solution(
			x, 8, 0.2), 0.2), 1e-9);
	}

	private static double order(final Samplers sampler, final Levels levels,
		final int few, final int many)
	{
		return Math.log(MIXTURE.error(sampler, levels.of(few)) / MIXTURE.error(
			sampler, levels.of(many))) / Math.log(many / (double) few);
	}
}
