
package org.latentj.workflow.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.engine.ModelChoice;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.PredictionType;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.GivenSigmas;
import org.latentj.workflow.node.Model;

/**
 * Nodes of noise levels. The numbers were made from the formulas of ComfyUI's
 * nodes with torch 2.13 and scipy, in single precision as there.
 */
class SigmaNodesTest {

	private static final Model SD1 = Model.of(new ModelChoice(Path.of("none"),
		Optional.empty())).with(DiscreteSchedule.scaledLinear(
			PredictionType.EPSILON));

	private static final GivenSigmas FOUR = new GivenSigmas(10, 4, 1, 0);

	private static void assertLevels(final Object made,
		final double... expected)
	{
		final float[] levels = ((GivenSigmas) made).levels();
		assertEquals(expected.length, levels.length);
		for (int i = 0; i < levels.length; i++) {
			assertEquals(expected[i], levels[i], 2e-6 * Math.max(1, expected[i]));
		}
	}

	@Test
	void picksStepsOfABetaDistribution() throws IOException {
		assertLevels(beta(6, 0.6, 0.6), 14.61464, 8.707752, 3.675753, 1.618279,
			0.7624023, 0.3235326, 0);
		assertLevels(beta(5, 1, 1), 14.61464, 5.087763, 2.276463, 1.164391,
			0.5716659, 0);
		assertLevels(beta(5, 2.5, 0.5), 14.61464, 13.43547, 10.36702, 6.603083,
			3.281581, 0);
		assertLevels(beta(4, 50, 40), 14.61464, 2.212354, 1.950161, 1.730622, 0);
		assertLevels(beta(3, 0.05, 0.2), 14.61464, 0.1344507, 0.02916716, 0);
		assertEquals("'alpha' is 0.0 and 'beta' is 0.6, both must be above 0",
			assertThrows(IllegalArgumentException.class, () -> beta(4, 0, 0.6))
				.getMessage());
	}

	private static Object beta(final int steps, final double alpha,
		final double beta) throws IOException
	{
		return Called.one("BetaSamplingScheduler", "model", SD1, "steps", steps,
			"alpha", alpha, "beta", beta);
	}

	@Test
	void makesLevelsOfALaplaceDistribution() throws IOException {
		assertLevels(Called.one("LaplaceScheduler", "steps", 7), 14.61464, 1.732025,
			1.224736, 1, 0.8165027, 0.577359, 0.0291675);
		assertLevels(Called.one("LaplaceScheduler", "steps", 4, "sigma_max", 10.0,
			"sigma_min", 0.1, "mu", 0.3, "beta", 1.2), 10, 2.195786, 0.8298254, 0.1);
		assertLevels(Called.one("LaplaceScheduler", "steps", 1, "sigma_max", 10.0),
			10);
	}

	@Test
	void makesLevelsBetweenTwo() throws IOException {
		assertLevels(Called.one("KarrasScheduler", "steps", 5), 14.61464, 4.796541,
			1.274105, 0.2479515, 0.0291675, 0);
		assertLevels(Called.one("ExponentialScheduler", "steps", 5), 14.61464,
			3.088986, 0.6528956, 0.1379976, 0.0291675, 0);
		assertLevels(Called.one("PolyexponentialScheduler", "steps", 5, "rho", 2.0),
			14.61464, 0.9629123, 0.1379976, 0.04301722, 0.0291675, 0);
		assertLevels(Called.one("VPScheduler", "steps", 5), 152.167, 17.04912,
			3.422245, 0.9575265, 0.01048599, 0);
	}

	/** NB: ComfyUI takes 0 and fails when it is divided by. */
	@ParameterizedTest
	@CsvSource({ "KarrasScheduler, rho, 100",
		"ExponentialScheduler, sigma_min, " + "5000",
		"PolyexponentialScheduler, sigma_max, 5000",
		"BetaSamplingScheduler, alpha, 50" })
	void wantsNumbersAboveZero(final String type, final String input,
		final String most)
	{
		assertEquals("'" + input + "' is 0, it must be above 0 and at most " + most,
			NodeTypes.ALL.find(type).orElseThrow().input(input).orElseThrow().problem(
				Value.of(0)).orElseThrow());
	}

	@Test
	void refusesLevelsThatAreNoNumbers() {
		final String message = assertThrows(IllegalArgumentException.class,
			() -> Called.one("VPScheduler", "beta_d", 5000.0)).getMessage();
		assertEquals("these values give the noise level Infinity, on which " +
			"nothing can be sampled", message);
	}

	@Test
	void makesLevelsOfTurboModels() throws IOException {
		assertLevels(Called.one("SDTurboScheduler", "model", SD1, "steps", 3,
			"denoise", 0.8), 5.087763, 3.321083, 2.276463, 0);
		assertLevels(Called.one("AlignYourStepsScheduler", "steps", 4), 14.61464,
			3.226626, 1.394381, 0.5093886, 0);
		assertLevels(Called.one("AlignYourStepsScheduler", "steps", 7, "denoise",
			0.5), 1.7289, 1.071424, 0.6078478, 0.229142, 0);
	}

	@Test
	void splitsAsPythonDoes() throws IOException {
		assertSplit("SplitSigmas", "step", 1, new float[] { 10, 4 }, 4, 1, 0);
		assertSplit("SplitSigmas", "step", 9, new float[] { 10, 4, 1, 0 });
		assertSplit("SplitSigmasDenoise", "denoise", 0.4, new float[] { 10, 4, 1 },
			1, 0);
		assertSplit("SplitSigmasDenoise", "denoise", 0.1, new float[0], 0);
		assertSplit("SplitSigmasDenoise", "denoise", 1.0, new float[] { 10 }, 10, 4,
			1, 0);
	}

	private static void assertSplit(final String type, final String input,
		final Object value, final float[] high, final float... low)
		throws IOException
	{
		final List<?> both = Called.all(type, "sigmas", FOUR, input, value);
		assertArrayEquals(high, ((GivenSigmas) both.get(0)).levels());
		assertArrayEquals(low, ((GivenSigmas) both.get(1)).levels());
	}

	@Test
	void changesLevels() throws IOException {
		assertLevels(Called.one("FlipSigmas", "sigmas", FOUR), 0.0001, 1, 4, 10);
		assertLevels(Called.one("FlipSigmas", "sigmas", new GivenSigmas()));
		assertLevels(Called.one("SetFirstSigma", "sigmas", FOUR), 136, 4, 1, 0);
		assertLevels(Called.one("ExtendIntermediateSigmas", "sigmas", FOUR, "steps",
			3, "end_at_sigma", 2.0, "spacing", "cosine"), 10, 7, 4.803848, 4, 2.5,
			1.401924, 1, 0);
		assertLevels(Called.one("ExtendIntermediateSigmas", "sigmas", FOUR,
			"start_at_sigma", 5.0, "end_at_sigma", 0.0, "spacing", "sine"), 10, 4,
			3.12132, 1, 0.7071068, 0);
	}

	@Test
	void tellsTheLevelOfAPartOfTheWay() throws IOException {
		assertEquals(999999999.9, Called.<Double> one("SamplingPercentToSigma",
			"model", SD1));
		assertEquals(14.61464, Called.<Double> one("SamplingPercentToSigma",
			"model", SD1, "return_actual_sigma", true), 1e-5);
		assertEquals(0.02916716, Called.<Double> one("SamplingPercentToSigma",
			"model", SD1, "return_actual_sigma", true, "sampling_percent", 1.0),
			1e-7);
	}
}
