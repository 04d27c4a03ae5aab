
package org.latentj.sampling.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentj.sampling.GoldenFile;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.ContinuousSchedule;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.sampler.Samplers;

/** Against the noise levels of ComfyUI. */
class SchedulersTest {

	private static final JsonObject GOLDEN = GoldenFile.json("sigmas.json");

	@ParameterizedTest
	@EnumSource
	void givesTheNumbersOfComfyUi(final Schedulers scheduler) {
		int checked = 0;
		for (final String key : GOLDEN.keySet()) {
			final String[] parts = key.split("/");
			if (parts.length == 4 && parts[1].equals(scheduler.id()) && parts[3]
				.equals("1.0"))
			{
				final float[] expected = GoldenFile.floats(GOLDEN, key);
				final float[] actual = scheduler.sigmas(model(parts[0]), Integer
					.parseInt(parts[2]));
				if (Float.isNaN(expected[0])) {
					expected[0] = (float) Math.tan((float) Math.atan(model(parts[0])
						.sigmaMax()));
				}
				assertEquals(expected.length, actual.length, key);
				for (int i = 0; i < expected.length; i++) {
					// NB: PyTorch's exp, pow and tan are good to one unit only.
					assertEquals(expected[i], actual[i], Math.ulp(expected[i]), key +
						" at " + i);
				}
				checked++;
			}
		}
		assertEquals(21, checked);
	}

	@ParameterizedTest
	@EnumSource
	void givesTheNumbersOfComfyUiOnContinuousLevels(final Schedulers scheduler) {
		for (final String kind : new String[] { "sdxl_edm", "sdxl_edm_v" }) {
			final JsonObject golden = GoldenFile.json("families/" + kind + ".json")
				.getAsJsonObject("sigmas");
			final ModelSampling model = model(kind);
			int checked = 0;
			for (final String key : golden.keySet()) {
				final String[] parts = key.split("/");
				// NB: its formula for a single step of kl_optimal is 0 / 0.
				if (parts[0].equals(scheduler.id()) && !golden.get(key).getAsJsonArray()
					.get(0).isJsonNull())
				{
					final float[] expected = GoldenFile.floats(golden, key);
					final float[] actual = new SamplingSettings(0, Integer.parseInt(
						parts[1]), 1, Samplers.EULER, scheduler, Double.parseDouble(
							parts[2])).sigmas(model);
					assertEquals(expected.length, actual.length, key);
					for (int i = 0; i < expected.length; i++) {
						assertEquals(expected[i], actual[i], 2e-6 * expected[i], key +
							" at " + i);
					}
					checked++;
				}
			}
			assertEquals(scheduler == Schedulers.KL_OPTIMAL ? 4 : 5, checked);
		}
	}

	@ParameterizedTest
	@EnumSource
	void fallsToZeroForAnyNumberOfSteps(final Schedulers scheduler) {
		for (final String kind : new String[] { "eps", "v_zsnr", "sdxl_edm" }) {
			for (final int steps : new int[] { 1, 2, 3, 7, 100, 999, 1000, 1001,
				10_000 })
			{
				final float[] sigmas = scheduler.sigmas(model(kind), steps);
				assertTrue(sigmas.length >= 2);
				assertEquals(0, sigmas[sigmas.length - 1]);
				for (int i = 1; i < sigmas.length; i++) {
					assertTrue(sigmas[i] <= sigmas[i - 1], scheduler + " " + steps);
				}
			}
		}
	}

	@Test
	void isFoundByItsExactId() {
		assertSame(Schedulers.SGM_UNIFORM, Schedulers.of("sgm_uniform"));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> Schedulers.of("Karas")).getMessage();
		assertEquals("no scheduler is called 'Karas'; the nearest is 'karras'" +
			".\n\nAll schedulers:\nsimple,\nsgm_uniform,\nkarras," +
			"\nexponential,\nddim_uniform,\nbeta,\nnormal,\nlinear_quadratic," +
			"\nkl_optimal", message);
		assertEquals("no scheduler is called 'SGM Uniform': write sgm_uniform",
			assertThrows(IllegalArgumentException.class, () -> Schedulers.of(
				"SGM Uniform")).getMessage());
		assertThrows(IllegalArgumentException.class, () -> Schedulers.of("KARRAS"));
		assertThrows(IllegalArgumentException.class, () -> Schedulers.of(null));
	}

	private static ModelSampling model(final String kind) {
		return switch (kind) {
			case "eps" -> DiscreteSchedule.scaledLinear(PredictionType.EPSILON);
			case "v" -> DiscreteSchedule.scaledLinear(PredictionType.VELOCITY);
			case "sdxl_edm" -> ContinuousSchedule.edm(0.002, 80, 0.5);
			case "sdxl_edm_v" -> ContinuousSchedule.velocity(0.002, 120);
			default -> DiscreteSchedule.scaledLinear(PredictionType.VELOCITY)
				.withZeroTerminalSnr();
		};
	}
}
