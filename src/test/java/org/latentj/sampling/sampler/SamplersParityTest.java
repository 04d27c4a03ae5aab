
package org.latentj.sampling.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.sampling.GoldenFile;
import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.Toy;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.noise.NoiseFactory;
import org.latentj.sampling.noise.SamplerNoise;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/**
 * Every sampler's trajectory against ComfyUI's, on the toy denoiser: those of
 * ComfyUI 0.3.64 with the noise up to 0.6, and those of 0.28.0 that differ from
 * these or are new, with today's.
 */
class SamplersParityTest {

	private static final GoldenFile GOLDEN = GoldenFile.open(
		"samplers.safetensors");

	private static final GoldenFile CURRENT = GoldenFile.open(
		"samplers_0.28.safetensors");

	private static final JsonObject RUNS = GoldenFile.json("samplers.json")
		.getAsJsonObject("runs");

	private static final ModelSampling EPS = DiscreteSchedule.scaledLinear(
		PredictionType.EPSILON);

	private static final ModelSampling ZERO_SNR = DiscreteSchedule.scaledLinear(
		PredictionType.VELOCITY).withZeroTerminalSnr();

	/**
	 * Runs that hang on the last bit of one square root, which PyTorch rounds
	 * wrongly on the CPU (by MKL, a fifth of all roots), see
	 * {@link AncestralStepTest}. The same equations with right roots.
	 */
	private static final GoldenFile RIGHT_ROOTS = GoldenFile.open(
		"right_roots.safetensors");

	private static final Set<String> WRONG_ROOT = Set.of(
		"dpmpp_2s_ancestral/normal/2", "dpmpp_2s_ancestral_cfg_pp/normal/2");

	/**
	 * Runs with a number or two at which the toy denoiser is so steep that last
	 * bits decide, and one whose highest level is 4519: they are as far from each
	 * other on two machines with one ComfyUI.
	 */
	private static final Map<String, Integer> STEEP = Map.of(
		"sa_solver/karras/12", 1, "sa_solver_pece/karras/12", 2,
		"ddpm/v_zsnr_normal_5", 256);

	/** The run of the old file whose noise levels a new sampler's run has. */
	private static JsonObject settings(final String run) {
		return RUNS.getAsJsonObject(run.replaceFirst("^exp_heun[^/]*", "seeds_2"));
	}

	static Stream<String> currentRuns() {
		return CURRENT.names().map(n -> n.replaceFirst("/final$", "")).sorted();
	}

	static Stream<Arguments> runs() {
		return Stream.of(Samplers.values()).flatMap(s -> Stream.concat(Stream.of(s
			.id()), s.aliases().stream()).flatMap(id -> RUNS.keySet().stream().filter(
				r -> r.startsWith(id + "/")).map(r -> Arguments.of(s, r))));
	}

	@ParameterizedTest(name = "{1}")
	@MethodSource("runs")
	void followsTheTrajectoryOfComfyUi(final Samplers sampler,
		final String name)
	{
		final Tensor expected = GOLDEN.read(name + "/final");
		final List<Tensor> seen = new ArrayList<>();
		final Tensor actual = run(sampler, name, SamplerNoise.UP_TO_0_6, expected
			.shape(), (step, steps, sigma, denoised) -> {
				seen.add(denoised);
				assertEquals(seen.size(), step);
			});
		final double tolerance = tolerance(sampler, name);
		if (name.endsWith("normal/5")) {
			final Tensor denoised = GOLDEN.read(name + "/denoised");
			assertEquals(denoised.size(0), seen.size());
			GoldenFile.assertClose(denoised, Tensor.concat(seen), tolerance);
		}
		GoldenFile.assertClose(expected, actual, tolerance);
		if (WRONG_ROOT.contains(name)) {
			GoldenFile.assertClose(RIGHT_ROOTS.read(name + "/final"), actual, 1e-6);
		}
	}

	@ParameterizedTest
	@MethodSource("currentRuns")
	void followsTheTrajectoryOfTodaysComfyUi(final String name) {
		final Samplers sampler = Samplers.of(name.split("/")[0]);
		final Tensor expected = CURRENT.read(name + "/final");
		final Tensor actual = run(sampler, name, SamplerNoise.SINCE_0_7, expected
			.shape(), SamplingListener.NONE);
		GoldenFile.assertClose(expected, actual, STEEP.containsKey(name) ? 1e-3
			: tolerance(sampler, name));
		double most = 0;
		for (final float v : expected.data()) {
			most = Math.max(most, Math.abs(v));
		}
		int far = 0;
		for (int i = 0; i < expected.length(); i++) {
			far += Math.abs(expected.data()[i] - actual.data()[i]) > 1e-5 * most ? 1
				: 0;
		}
		assertTrue(far <= STEEP.getOrDefault(name, 256), far + " numbers differ");
	}

	/** All others have the same numbers in both versions. */
	@ParameterizedTest
	@EnumSource
	void differsBetweenVersionsWhereComfyUiDoes(final Samplers sampler) {
		final String name = sampler.id() + "/normal/5";
		final int[] shape = { 1, 4, 8, 8 };
		final boolean same = Arrays.equals(run(sampler, name,
			SamplerNoise.UP_TO_0_6, shape, SamplingListener.NONE).data(), run(sampler,
				name, SamplerNoise.SINCE_0_7, shape, SamplingListener.NONE).data());
		final boolean changed = currentRuns().anyMatch(name::equals);
		assertEquals(!changed || sampler == Samplers.EXP_HEUN_2_X0, same);
	}

	private static Tensor run(final Samplers sampler, final String name,
		final SamplerNoise noise, final int[] shape,
		final SamplingListener listener)
	{
		final float[] sigmas = GoldenFile.floats(settings(name), "sigmas");
		final boolean img2img = name.endsWith("img2img");
		final ModelSampling model = name.contains("zsnr") ? ZERO_SNR : EPS;
		final long seed = img2img ? 7 : 42;
		final Tensor latent = img2img ? GOLDEN.read("img2img_latent") : Tensor
			.zeros(shape);
		final Tensor x = model.noiseScaling(sigmas[0], TorchNoise.latent(seed,
			shape), latent, model.isMaxDenoise(sigmas[0]));
		return sampler.sample(new Toy(img2img ? 1 : 3), x, sigmas, new SamplingRun(
			model, NoiseFactory.seeded(seed, noise), listener));
	}

	private static double tolerance(final Samplers sampler, final String name) {
		return usesBrownianMotion(sampler) || WRONG_ROOT.contains(name) ? 1e-3
			: 1e-4;
	}

	private static boolean usesBrownianMotion(final Samplers sampler) {
		return sampler.id().matches("dpmpp_.*sde.*");
	}

	@ParameterizedTest
	@MethodSource("runs")
	void leavesItsInputAlone(final Samplers sampler, final String name) {
		if (name.endsWith("normal/5")) {
			final Tensor x = TorchNoise.latent(3, 1, 4, 5, 5);
			final float[] before = x.data().clone();
			sampler.sample(new Toy(2), x, new float[] { 3, 1, 0.1f, 0 },
				new SamplingRun(EPS, NoiseFactory.seeded(3, SamplerNoise.SINCE_0_7),
					SamplingListener.NONE));
			assertArrayEquals(before, x.data());
		}
	}
}
