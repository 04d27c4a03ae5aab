
package org.latentj.sampling.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentj.sampling.Denoiser;
import org.latentj.sampling.GoldenFile;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.Toy;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.noise.NoiseFactory;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

class SamplersTest {

	private static final float[] SIGMAS = { 14, 6, 3, 2, 1, 0.6f, 0.3f, 0.1f, 0 };

	@Test
	void areAllOfComfyUi() {
		final Set<String> expected = new TreeSet<>();
		Stream.concat(GoldenFile.json("samplers.json").getAsJsonObject("runs")
			.keySet().stream(), GoldenFile.open("samplers_0.28.safetensors").names())
			.forEach(run -> expected.add(run.split("/")[0]));
		final Set<String> ids = new TreeSet<>();
		Stream.of(Samplers.values()).forEach(s -> {
			ids.add(s.id());
			ids.addAll(s.aliases());
		});
		assertEquals(44, ids.size());
		assertEquals(expected, ids);
	}

	@Test
	void areFoundByTheirExactIds() {
		assertSame(Samplers.DPMPP_2M, Samplers.of("dpmpp_2m"));
		assertSame(Samplers.DPMPP_SDE, Samplers.of("dpmpp_sde_gpu"));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> Samplers.of("Euller")).getMessage();
		assertTrue(message.startsWith(
			"no sampler is called 'Euller'; the nearest is 'euler'"), message);
		assertTrue(message.contains("All samplers:\neuler,\neuler_cfg_pp,\n"),
			message);
		assertThrows(IllegalArgumentException.class, () -> Samplers.of(""));
		assertThrows(IllegalArgumentException.class, () -> Samplers.of(null));
		assertThrows(IllegalArgumentException.class, () -> Samplers.of("x".repeat(
			1_000_000)));
	}

	@ParameterizedTest
	@CsvSource({ "DPM++ 2M Karras,'dpmpp_2m, and scheduler=karras'",
		"DPM++ 2M,dpmpp_2m", "Euler a,euler_ancestral", "Euler,euler",
		"DPM2 a Karras,'dpm_2_ancestral, and scheduler=karras'", "UniPC,uni_pc",
		"DPM++ 2S a,dpmpp_2s_ancestral", "DPM++ SDE,dpmpp_sde", "DDIM,ddim",
		"DPM++ 3M SDE Exponential,'dpmpp_3m_sde, and scheduler=exponential'",
		"DPM++ 2M SDE SGM Uniform,'dpmpp_2m_sde, and scheduler=sgm_uniform'",
		"LMS Karras,'lms, and scheduler=karras'", "Heun,heun", "LCM,lcm",
		"DPM fast,dpm_fast", "DPM adaptive,dpm_adaptive",
		"euler-ancestral,euler_ancestral" })
	void areKnownByOtherProgramsNames(final String name, final String remedy) {
		assertEquals("no sampler is called '" + name + "': write " + remedy,
			assertThrows(IllegalArgumentException.class, () -> Samplers.of(name))
				.getMessage());
	}

	@ParameterizedTest
	@EnumSource
	void haveTheNameOfTheirId(final Samplers sampler) {
		assertEquals(sampler.name().toLowerCase(), sampler.id());
	}

	@ParameterizedTest
	@EnumSource
	void addNoiseIfTheySaySo(final Samplers sampler) {
		final Tensor one = sample(sampler, 1, SamplingListener.NONE);
		final Tensor two = sample(sampler, 2, SamplingListener.NONE);
		assertEquals(sampler.isStochastic(), !Arrays.equals(one.data(), two
			.data()));
	}

	@ParameterizedTest
	@EnumSource
	void giveTheSameResultTwice(final Samplers sampler) {
		assertEquals(0, GoldenFile.error(sample(sampler, 3, SamplingListener.NONE),
			sample(sampler, 3, SamplingListener.NONE)));
	}

	@ParameterizedTest
	@EnumSource
	void takeEqualSigmasIfTheySaySo(final Samplers sampler) {
		for (final float[] sigmas : new float[][] { { 14, 14, 6, 2, 1, 0 }, { 14, 6,
			6, 6, 2, 1, 0 }, { 3, 3, 2, 2, 1, 1, 0.5f, 0.5f } })
		{
			assertEquals(sampler.takesEqualSigmas(), isFinite(sampler, sigmas));
		}
	}

	/** The last steps of very many. */
	@ParameterizedTest
	@EnumSource
	void giveNumbersOrRefuseAtTinyDenoise(final Schedulers scheduler) {
		final ModelSampling model = DiscreteSchedule.scaledLinear(
			PredictionType.EPSILON);
		final Map<Boolean, float[]> levels = Stream.of(Samplers.EULER,
			Samplers.UNI_PC).collect(Collectors.toMap(Sampler::dropsPenultimateSigma,
				s -> new SamplingSettings(3, 20, 3, s, scheduler, 1e-4).sigmas(model)));
		for (final Samplers sampler : Samplers.values()) {
			final float[] sigmas = levels.get(sampler.dropsPenultimateSigma());
			final boolean taken = IntStream.range(1, sigmas.length).allMatch(
				i -> sampler.tellsApart(sigmas[i - 1], sigmas[i]));
			assertTrue(!taken || isFinite(sampler, sigmas), sampler.id());
		}
	}

	@Test
	void takeLevelsThatAreRoundedAway() {
		assertTrue(isFinite(Samplers.DDPM, new float[] { 2e-4f, 1e-4f, 5e-5f, 0 }));
		assertTrue(isFinite(Samplers.DPM_FAST, new float[] { 2, 2, 2, 0 }));
		assertFalse(Samplers.UNI_PC.tellsApart(5e-4f, 4e-4f));
		assertTrue(Samplers.UNI_PC.tellsApart(0.03f, 0.029f));
	}

	@ParameterizedTest
	@EnumSource
	void reportEachStepInTurn(final Samplers sampler) {
		final int[] last = { 0 };
		sample(sampler, 3, (step, steps, sigma, denoised) -> {
			assertEquals(last[0] + 1, step);
			assertTrue(step <= steps, step + " of " + steps);
			assertTrue(sigma > 0);
			assertEquals("Tensor[2, 4, 5, 6]", denoised.toString());
			last[0] = step;
		});
		assertNotEquals(0, last[0]);
	}

	@ParameterizedTest
	@EnumSource
	void callTheModelAsOftenAsTheySay(final Samplers sampler) {
		final int[] calls = { 0 };
		final Denoiser counting = new Denoiser() {

			@Override
			public Tensor denoise(final Tensor x, final double sigma) {
				calls[0]++;
				return new Toy(3).denoise(x, sigma);
			}

			@Override
			public Estimates estimate(final Tensor x, final double sigma) {
				calls[0]++;
				return new Toy(3).estimate(x, sigma);
			}
		};
		sampler.sample(counting, start(), SIGMAS, run(3, SamplingListener.NONE));
		final int steps = SIGMAS.length - 1;
		// NB: fewer at the ends; the adaptive one chooses its own steps.
		assertTrue(sampler == Samplers.DPM_ADAPTIVE || calls[0] <= sampler.calls() *
			steps && calls[0] > (sampler.calls() - 1) * (steps - 2), calls[0] +
				" calls in " + steps + " steps");
	}

	private static boolean isFinite(final Samplers sampler,
		final float[] sigmas)
	{
		try {
			return Double.isFinite(GoldenFile.error(start(), sampler.sample(new Toy(
				3), start(), sigmas, run(3, SamplingListener.NONE))));
		}
		catch (final IllegalArgumentException e) {
			return false;
		}
	}

	private static Tensor sample(final Samplers sampler, final long seed,
		final SamplingListener listener)
	{
		return sampler.sample(new Toy(3), start(), SIGMAS, run(seed, listener));
	}

	private static Tensor start() {
		return TorchNoise.latent(9, 2, 4, 5, 6).times(14);
	}

	private static SamplingRun run(final long seed,
		final SamplingListener listener)
	{
		return new SamplingRun(DiscreteSchedule.scaledLinear(
			PredictionType.EPSILON), NoiseFactory.seeded(seed,
				SamplerNoise.SINCE_0_7), listener);
	}
}
