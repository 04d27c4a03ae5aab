
package org.latentj.sampling.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.sampling.GoldenFile;
import org.latentj.tensor.Tensor;

/** Against ComfyUI's {@code model_sampling}. */
class DiscreteScheduleTest {

	private static final JsonObject SIGMAS = GoldenFile.json("sigmas.json");

	private static final GoldenFile CFG = GoldenFile.open("cfg.safetensors");

	private final DiscreteSchedule eps = DiscreteSchedule.scaledLinear(
		PredictionType.EPSILON);

	private final DiscreteSchedule v = DiscreteSchedule.scaledLinear(
		PredictionType.VELOCITY);

	@Test
	void hasTheTablesOfComfyUi() {
		assertArrayEquals(GoldenFile.floats(SIGMAS, "eps/table_sigmas"), table(
			eps));
		assertArrayEquals(GoldenFile.floats(SIGMAS, "v_zsnr/table_sigmas"), table(v
			.withZeroTerminalSnr()));
	}

	@Test
	void mapsTimesToLevels() {
		final JsonObject pairs = SIGMAS.getAsJsonObject("eps/sigma(t)");
		final float[] t = GoldenFile.floats(pairs, "t");
		final float[] sigma = GoldenFile.floats(pairs, "sigma");
		for (int i = 0; i < t.length; i++) {
			assertEquals(sigma[i], eps.sigma(t[i]), Math.ulp(sigma[i]));
		}
		assertEquals(eps.sigmaMin(), eps.sigma(-3), 1e-8);
		assertEquals(eps.sigmaMax(), eps.sigma(1e9), 1e-5);
	}

	@Test
	void mapsLevelsToTheNearestTime() {
		final JsonObject pairs = SIGMAS.getAsJsonObject("eps/timestep(sigma)");
		final float[] sigma = GoldenFile.floats(pairs, "sigma");
		final float[] t = GoldenFile.floats(pairs, "t");
		for (int i = 0; i < t.length; i++) {
			assertEquals(t[i], eps.timestep(sigma[i]));
		}
		for (int i = 0; i < eps.steps(); i++) {
			assertEquals(i, eps.timestep(eps.sigmaAt(i)));
		}
	}

	@Test
	void mapsPercentagesToLevels() {
		final JsonObject pairs = SIGMAS.getAsJsonObject("eps/percent_to_sigma");
		final var p = pairs.getAsJsonArray("p");
		final var sigma = pairs.getAsJsonArray("sigma");
		for (int i = 0; i < p.size(); i++) {
			assertEquals(sigma.get(i).getAsDouble(), eps.percentToSigma(p.get(i)
				.getAsDouble()), 1e-6);
		}
	}

	@Test
	void scalesInputsAndOutputs() {
		final Tensor x = CFG.read("x");
		for (final ModelSampling model : List.of(eps, v)) {
			final String kind = model == eps ? "eps_" : "v_";
			assertSame(kind + "calculate_input_sigma5", model.calculateInput(5, x));
			final Tensor output = CFG.read(kind + "model_output");
			assertSame(kind + "calculate_denoised_sigma5", model.calculateDenoised(5,
				output, x));
		}
	}

	@Test
	void scalesTheNoise() {
		final Tensor noise = CFG.read("cond");
		final Tensor latent = CFG.read("uncond");
		final double sigma = 5;
		assertSame("eps_noise_scaling", eps.noiseScaling(sigma, noise, latent,
			false));
		assertSame("eps_noise_scaling_max", eps.noiseScaling(14.6146, noise, latent,
			true));
		assertSame("v_noise_scaling", v.noiseScaling(sigma, noise, latent, false));
		assertEquals(latent, v.inverseNoiseScaling(3, latent));
	}

	@Test
	void knowsWhenARunStartsAtTheTop() {
		assertTrue(eps.isMaxDenoise(eps.sigmaMax()));
		assertTrue(eps.isMaxDenoise(eps.sigmaMax() * (1 - 0.9e-5)));
		assertTrue(eps.isMaxDenoise(100));
		assertFalse(eps.isMaxDenoise(eps.sigmaMax() * (1 - 1.1e-5)));
	}

	@Test
	void refusesWhatIsNoSchedule() {
		assertEquals("alphas_cumprod[1] is 0.5, it must be above 0 and below 0.5",
			assertThrows(IllegalArgumentException.class, () -> DiscreteSchedule
				.fromAlphasCumprod(PredictionType.EPSILON, 0.5, 0.5)).getMessage());
		assertThrows(IllegalArgumentException.class, () -> DiscreteSchedule
			.fromAlphasCumprod(PredictionType.EPSILON, 0.9, Double.NaN));
		assertThrows(IllegalArgumentException.class, () -> DiscreteSchedule
			.fromAlphasCumprod(PredictionType.EPSILON, 0.9));
	}

	private static float[] table(final ModelSampling model) {
		final float[] out = new float[model.steps()];
		for (int i = 0; i < out.length; i++) {
			out[i] = model.sigmaAt(i);
		}
		return out;
	}

	private static void assertSame(final String name, final Tensor actual) {
		GoldenFile.assertClose(CFG.read(name), actual, 1e-6);
	}
}
