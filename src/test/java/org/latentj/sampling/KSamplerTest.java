
package org.latentj.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.family.Sd1;
import org.latentj.latent.NoiseMask;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.noise.NoiseFactory;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Levels, guidance and masks around a sampler, against ComfyUI's numbers. */
class KSamplerTest {

	private static final JsonObject SIGMAS = GoldenFile.json("sigmas.json");

	private static final GoldenFile INPAINT = GoldenFile.open(
		"inpaint_toy.safetensors");

	private static final ModelSampling EPS = DiscreteSchedule.scaledLinear(
		PredictionType.EPSILON);

	private final Conditioning positive = Conditioning.ofContext(Tensor.full(1, 1,
		77, 2));

	private final Conditioning negative = Conditioning.ofContext(Tensor.full(0, 1,
		77, 2));

	/** The toy as a network: which of its two halves, the conditioning tells. */
	private final List<Integer> batches = new ArrayList<>();

	private final DiffusionModel toy = (x, timestep, conditionings) -> {
		batches.add(x.size(0));
		assertEquals(x.size(0), conditionings.size());
		// NB: the network sees whole time steps, the toy was given the sigma.
		final float sigma = EPS.sigmaAt((int) timestep);
		final Tensor noisy = x.times(Math.sqrt(sigma * sigma + 1));
		final Denoiser.Estimates both = new Toy(1).estimate(noisy, sigma);
		final List<Tensor> items = new ArrayList<>();
		for (int i = 0; i < x.size(0); i++) {
			final boolean first = conditionings.get(i) == positive;
			items.add((first ? both.guided() : both.unguided()).items(i, i + 1));
		}
		return noisy.minus(Tensor.concat(items)).times(1 / sigma);
	};

	static List<String> inpaintRuns() {
		return INPAINT.names().filter(n -> n.matches("(hard|soft)/.*/final") &&
			known(n.split("/")[1])).toList();
	}

	private static boolean known(final String id) {
		return List.of(Samplers.values()).stream().anyMatch(s -> s.id().equals(id));
	}

	@ParameterizedTest
	@MethodSource("inpaintRuns")
	void keepsWhatTheMaskKeeps(final String name) {
		final String[] parts = name.split("/");
		final float[] sigmas = INPAINT.read(name.replace("final", "sigmas")).data();
		final Tensor latent = INPAINT.read("latent");
		final Sampler sampler = Samplers.of(parts[1]);
		final Tensor mask = INPAINT.read(parts[0].equals("hard") ? "mask64"
			: "mask_soft24x40");
		final Tensor prepared = NoiseMask.prepare(mask, latent);
		GoldenFile.assertClose(INPAINT.read(parts[0] + "/prepared"), prepared,
			1e-6);
		final Tensor noise = TorchNoise.latent(42, latent.shape());
		final Denoiser denoiser = Denoiser.masked(new Toy(3), prepared, latent,
			sampler.maskNoise(noise, 42));
		final Tensor actual = sampler.sample(denoiser, EPS.noiseScaling(sigmas[0],
			noise, latent, EPS.isMaxDenoise(sigmas[0])), sigmas, new SamplingRun(EPS,
				NoiseFactory.seeded(42, SamplerNoise.UP_TO_0_6),
				SamplingListener.NONE));
		GoldenFile.assertClose(INPAINT.read(name), actual, 1e-4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "masks", "onemask" })
	void masksEachItemOfABatch(final String name) {
		final Tensor mask = INPAINT.read("mask64");
		final Tensor masks = name.equals("onemask") ? mask : Tensor.concat(List.of(
			mask, mask.map(m -> 1 - m)));
		final Tensor one = INPAINT.read("latent");
		final Tensor latent = Tensor.concat(List.of(one, one.times(0.5)));
		final Tensor noise = TorchNoise.latent(42, latent.shape());
		final float[] sigmas = Schedulers.NORMAL.sigmas(EPS, 3);
		final Denoiser denoiser = Denoiser.masked(new Toy(3), NoiseMask.prepare(
			masks, latent), latent, noise);
		final Tensor actual = Samplers.EULER.sample(denoiser, EPS.noiseScaling(
			sigmas[0], noise, latent, true), sigmas, new SamplingRun(EPS, NoiseFactory
				.seeded(42, SamplerNoise.UP_TO_0_6), SamplingListener.NONE));
		GoldenFile.assertClose(INPAINT.read("batch2_" + name +
			"/euler/normal/3/final"), actual, 1e-4);
	}

	@Test
	void choosesTheLevelsOfComfyUi() {
		int checked = 0;
		for (final String key : SIGMAS.keySet()) {
			final String[] p = key.split("/");
			if (p.length < 4 || !p[0].equals("eps")) {
				continue;
			}
			final float[] expected = GoldenFile.floats(SIGMAS, key);
			final float[] actual = new SamplingSettings(0, Integer.parseInt(p[2]), 1,
				p.length > 4 ? Samplers.DPM_2 : Samplers.EULER, Schedulers.of(p[1]),
				Double.parseDouble(p[3])).sigmas(EPS);
			assertEquals(expected.length, actual.length, key);
			for (int i = 0; i < expected.length; i++) {
				if (!Float.isNaN(expected[i])) {
					assertEquals(expected[i], actual[i], Math.ulp(expected[i]), key);
				}
			}
			checked++;
		}
		assertTrue(checked > 250, "checked " + checked);
	}

	@ParameterizedTest
	@EnumSource
	void refusesEqualLevelsWhereTheSamplerDividesByTheirDistance(
		final Samplers sampler)
	{
		final KSampler simple = new KSampler(toy, EPS, Sd1.LATENTS);
		final SamplingSettings settings = new SamplingSettings(5, 20, 3, sampler,
			Schedulers.SIMPLE, 0.01);
		if (sampler.takesEqualSigmas()) {
			assertTrue(isFinite(sample(simple, settings, 1)));
			return;
		}
		assertEquals("scheduler simple with 20 steps and denoise 0.01 gives the " +
			"noise level 0.093567595 twice in turn, since the schedule has 1000 " +
			"levels, and sampler " + sampler.id() + " divides by their distance: " +
			"steps / denoise must be below 1000 (fewer steps or a larger denoise), " +
			"or choose another scheduler, such as karras, or a sampler that takes " +
			"equal levels, such as euler", assertThrows(
				IllegalArgumentException.class, () -> sample(simple, settings, 1))
				.getMessage());
		assertEquals(List.of(), batches);
	}

	@Test
	void refusesLevelsThatTheSamplerCannotTellApart() {
		final KSampler karras = new KSampler(toy, EPS, Sd1.LATENTS);
		assertEquals(
			"scheduler karras with 20 steps and denoise 1.0E-4 gives the " +
				"noise levels 0.02919348 and 0.029192008, which are too near " +
				"each other for sampler uni_pc: fewer steps or a larger denoise, or " +
				"another sampler, such as euler", assertThrows(
					IllegalArgumentException.class, () -> sample(karras,
						new SamplingSettings(5, 20, 3, Samplers.UNI_PC, Schedulers.KARRAS,
							1e-4), 1)).getMessage());
	}

	@Test
	void addsTheNoiseOfTheComfyUiThatTheSettingsName() {
		final SamplingSettings today = new SamplingSettings(5, 3, 3,
			Samplers.EULER_ANCESTRAL, Schedulers.NORMAL, 1);
		final float[] sigmas = today.sigmas(EPS);
		final Tensor noise = TorchNoise.latent(5, 1, 4, 8, 8);
		// NB: by the network the denoised latent is rounded twice, and the noise of
		// the other version is wrong by its whole size.
		for (final SamplerNoise version : SamplerNoise.values()) {
			final Tensor expected = Samplers.EULER_ANCESTRAL.sample(new Toy(3), EPS
				.noiseScaling(sigmas[0], noise, Tensor.zeros(noise.shape()), true),
				sigmas, new SamplingRun(EPS, NoiseFactory.seeded(5, version),
					SamplingListener.NONE));
			GoldenFile.assertClose(expected, sample(new KSampler(toy, EPS,
				Sd1.LATENTS), today.withNoise(version), 1), 1e-2);
		}
		assertEquals(SamplerNoise.SINCE_0_7, today.samplerNoise());
		assertEquals(SamplerNoise.UP_TO_0_6, today.withNoise(SamplerNoise.UP_TO_0_6)
			.withSeed(1).withSteps(2).withDenoise(0.5).samplerNoise());
	}

	@ParameterizedTest
	@EnumSource
	void takesManyStepsWhereNoLevelsAreEqual(final Schedulers scheduler) {
		final boolean simple = scheduler == Schedulers.SIMPLE;
		for (final Sampler s : List.of(Samplers.DPMPP_2M, Samplers.UNI_PC)) {
			final KSampler all = new KSampler(toy, EPS, Sd1.LATENTS);
			all.sigmas(new SamplingSettings(5, 999, 3, s, scheduler, 1));
			all.sigmas(new SamplingSettings(5, 20, 3, s, scheduler, simple ? 0.0201
				: 0.001));
			all.sigmas(new SamplingSettings(5, simple ? 10 : 10_000, 3, s, scheduler,
				simple ? 0.0101 : 0.5));
		}
	}

	@Test
	void looksOnlyAtTheLevelsThatAreRun() {
		final SamplingSettings settings = new SamplingSettings(5, 1001, 3,
			Samplers.DPMPP_2M, Schedulers.SIMPLE, 1);
		final KSampler all = new KSampler(toy, EPS, Sd1.LATENTS);
		assertThrows(IllegalArgumentException.class, () -> all.sigmas(settings));
		assertEquals(3, all.withSteps(new StepRange(1, 3, true)).sigmas(
			settings).length);
	}

	@Test
	void asksTheNetworkOnceAStep() {
		sample(new KSampler(toy, EPS, Sd1.LATENTS), settings(4, 3, 1), 2);
		assertEquals(List.of(4, 4, 4, 4), batches);
	}

	@Test
	void leavesOutTheNegativePromptWithoutGuidance() {
		sample(new KSampler(toy, EPS, Sd1.LATENTS), settings(4, 1, 1), 2);
		assertEquals(List.of(2, 2, 2, 2), batches);
	}

	@Test
	void equalsTheSamplerByItself() {
		final Tensor noise = TorchNoise.latent(5, 1, 4, 8, 8);
		final SamplingSettings settings = settings(6, 3, 1);
		final float[] sigmas = settings.sigmas(EPS);
		final Tensor expected = Samplers.EULER.sample(new Toy(3), EPS.noiseScaling(
			sigmas[0], noise, Tensor.zeros(noise.shape()), true), sigmas,
			new SamplingRun(EPS, NoiseFactory.seeded(5, SamplerNoise.SINCE_0_7),
				SamplingListener.NONE));
		GoldenFile.assertClose(expected, sample(new KSampler(toy, EPS, Sd1.LATENTS),
			settings, 1), 1e-5);
	}

	@Test
	void runsStepsInTwoParts() {
		final KSampler sampler = new KSampler(toy, EPS, Sd1.LATENTS);
		final SamplingSettings settings = settings(5, 3, 1);
		final Tensor whole = sample(sampler, settings, 1);
		final Tensor half = sample(sampler.withSteps(new StepRange(0, 3, true)),
			settings, 1);
		final Tensor rest = sampler.withSteps(new StepRange(3, 10000, false))
			.sample(positive, negative, settings, half, Tensor.zeros(half.shape()),
				SamplingListener.NONE);
		GoldenFile.assertClose(whole, rest, 1e-6);
		final float[] all = settings.sigmas(EPS);
		assertArrayEquals(new float[] { all[1], all[2], 0 }, sampler.withSteps(
			new StepRange(1, 3, false)).sigmas(settings));
		assertThrows(IllegalArgumentException.class, () -> new StepRange(3, 2,
			true));
	}

	@Test
	void returnsTheLatentWhenThereIsNothingToDo() {
		final Tensor latent = Tensor.full(3, 1, 4, 2, 2);
		final KSampler sampler = new KSampler(toy, EPS, Sd1.LATENTS);
		for (final KSampler s : List.of(sampler, sampler.withSteps(new StepRange(4,
			9, false)), sampler.withSteps(new StepRange(2, 2, true))))
		{
			assertSame(latent, s.sample(positive, negative, settings(4, 3,
				s == sampler ? 0 : 1), latent, Tensor.zeros(1, 4, 2, 2),
				SamplingListener.NONE));
		}
		assertEquals(List.of(), batches);
	}

	@Test
	void stopsWhenTheListenerWantsIt() {
		final SamplingListener listener = (step, steps, sigma, denoised) -> {
			assertEquals(4, steps);
			if (step == 2) {
				throw new CancellationException();
			}
		};
		assertThrows(CancellationException.class, () -> new KSampler(toy, EPS,
			Sd1.LATENTS).sample(positive, negative, settings(4, 3, 1), Tensor.zeros(1,
				4, 2, 2), Tensor.zeros(1, 4, 2, 2), listener));
		assertEquals(2, batches.size());
	}

	@Test
	void refusesNoiseOfAnotherShape() {
		assertThrows(IllegalArgumentException.class, () -> new KSampler(toy, EPS,
			Sd1.LATENTS).sample(positive, negative, settings(4, 3, 1), Tensor.zeros(1,
				4, 2, 2), Tensor.zeros(2, 4, 2, 2), SamplingListener.NONE));
	}

	private Tensor sample(final KSampler sampler, final SamplingSettings settings,
		final int items)
	{
		final Tensor noise = TorchNoise.latent(5, items, 4, 8, 8);
		return sampler.sample(positive, negative, settings, Tensor.zeros(noise
			.shape()), noise, SamplingListener.NONE);
	}

	private static boolean isFinite(final Tensor x) {
		return Double.isFinite(GoldenFile.error(Tensor.full(1, x.shape()), x));
	}

	private static SamplingSettings settings(final int steps, final double cfg,
		final double denoise)
	{
		return new SamplingSettings(5, steps, cfg, Samplers.EULER,
			Schedulers.SIMPLE, denoise);
	}
}
