
package org.latentj.sampling.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.sampling.GoldenFile;
import org.latentj.tensor.Tensor;

/** Against ComfyUI's {@code ModelSamplingContinuousEDM}, both its forms. */
class ContinuousScheduleTest {

	private static ModelSampling model(final String golden) {
		return golden.equals("sdxl_edm") ? ContinuousSchedule.edm(0.002, 80, 0.5)
			: ContinuousSchedule.velocity(0.002, 120);
	}

	private static JsonObject facts(final String golden) {
		return GoldenFile.json("families/" + golden + ".json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sdxl_edm", "sdxl_edm_v" })
	void reachesFromItsLowestLevelToItsHighest(final String golden) {
		final ModelSampling model = model(golden);
		assertEquals(facts(golden).get("sigma_min").getAsFloat(), model.sigmaMin());
		final float max = facts(golden).get("sigma_max").getAsFloat();
		assertEquals(max, model.sigmaMax(), Math.ulp(max));
		for (int i = 1; i < model.steps(); i++) {
			assertTrue(model.sigmaAt(i) > model.sigmaAt(i - 1));
		}
		assertTrue(model.isMaxDenoise(max));
		assertFalse(model.isMaxDenoise(max * 0.99));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sdxl_edm", "sdxl_edm_v" })
	void timesAreAQuarterOfTheLogarithm(final String golden) {
		final JsonArray pairs = facts(golden).getAsJsonArray("timestep");
		for (final JsonElement pair : pairs) {
			final float sigma = pair.getAsJsonArray().get(0).getAsFloat();
			final float time = pair.getAsJsonArray().get(1).getAsFloat();
			assertEquals(time, model(golden).timestep(sigma), 1e-7);
			assertEquals(sigma, model(golden).sigma(time), 1e-6 * sigma);
		}
		assertEquals(0.25 * Math.log(5), model(golden).timestep(5), 1e-7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sdxl_edm", "sdxl_edm_v" })
	void percentagesAreOfTheLogarithm(final String golden) {
		for (final JsonElement pair : facts(golden).getAsJsonArray(
			"percent_to_sigma"))
		{
			final double expected = pair.getAsJsonArray().get(1).getAsDouble();
			assertEquals(expected, model(golden).percentToSigma(pair.getAsJsonArray()
				.get(0).getAsDouble()), 1e-6 * expected);
		}
	}

	@ParameterizedTest
	@CsvSource({ "sdxl_edm, 0.05", "sdxl_edm, 5.0", "sdxl_edm, 70.0",
		"sdxl_edm_v, 0.05", "sdxl_edm_v, 5.0", "sdxl_edm_v, 70.0" })
	void scalesAsTheReferenceDoes(final String golden, final double sigma) {
		final GoldenFile numbers = GoldenFile.open("families/" + golden +
			".safetensors");
		final ModelSampling model = model(golden);
		final Tensor x = numbers.read("x");
		final Tensor out = numbers.read("out");
		GoldenFile.assertClose(numbers.read("calculate_input/" + sigma), model
			.calculateInput(sigma, x), 1e-6);
		GoldenFile.assertClose(numbers.read("calculate_denoised/" + sigma), model
			.calculateDenoised(sigma, out, x), 1e-6);
		GoldenFile.assertClose(numbers.read("noise_scaling/" + sigma), model
			.noiseScaling(sigma, out, x, false), 1e-6);
		GoldenFile.assertClose(numbers.read("noise_scaling_max/" + sigma), model
			.noiseScaling(sigma, out, x, true), 1e-6);
	}

	/** Table 1 of Karras et al. 2022, by hand, at the level 1. */
	@Test
	void isThatOfThePaper() {
		final ModelSampling model = ContinuousSchedule.edm(0.002, 80, 0.5);
		final Tensor one = Tensor.full(1, 1, 1, 1, 1);
		final Tensor none = Tensor.zeros(1, 1, 1, 1);
		assertEquals(1 / Math.sqrt(1.25), model.calculateInput(1, one).data()[0],
			1e-7);
		assertEquals(0.25 / 1.25, model.calculateDenoised(1, none, one).data()[0],
			1e-7);
		assertEquals(0.5 / Math.sqrt(1.25), model.calculateDenoised(1, one, none)
			.data()[0], 1e-7);
		assertEquals(0, model.timestep(1));
	}

	@Test
	void velocityIsThatOfDiscreteSchedules() {
		final Tensor x = Tensor.full(2, 1, 1, 1, 1);
		final Tensor out = Tensor.full(3, 1, 1, 1, 1);
		assertArrayEquals(DiscreteSchedule.scaledLinear(PredictionType.VELOCITY)
			.calculateDenoised(1.5, out, x).data(), ContinuousSchedule.velocity(0.002,
				120).calculateDenoised(1.5, out, x).data(), 1e-6f);
	}

	@ParameterizedTest
	@CsvSource({ "0, 80", "-1, 80", "80, 80", "81, 80", "0.002, Infinity",
		"NaN, 80", "0.002, NaN" })
	void refusesLevelsThatAreNone(final double low, final double high) {
		assertTrue(assertThrows(IllegalArgumentException.class,
			() -> ContinuousSchedule.edm(low, high, 0.5)).getMessage().contains(
				"noise levels from"));
	}
}
