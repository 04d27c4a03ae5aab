
package org.latentj.sampling.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.sampling.GoldenFile;
import org.latentj.sampling.ModelSampling;
import org.latentj.sampling.PredictionType;
import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.Toy;
import org.latentj.sampling.noise.NoiseFactory;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/** Every sampler's trajectory against ComfyUI's, on the toy denoiser. */
class SamplersParityTest {

	private static final GoldenFile GOLDEN = GoldenFile.open(
		"samplers.safetensors");

	private static final JsonObject RUNS = GoldenFile.json("samplers.json")
		.getAsJsonObject("runs");

	private static final ModelSampling EPS = ModelSampling.scaledLinear(
		PredictionType.EPSILON);

	private static final ModelSampling ZERO_SNR = ModelSampling.scaledLinear(
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
		final float[] sigmas = GoldenFile.floats(RUNS.getAsJsonObject(name),
			"sigmas");
		final boolean img2img = name.endsWith("img2img");
		final ModelSampling model = name.contains("zsnr") ? ZERO_SNR : EPS;
		final long seed = img2img ? 7 : 42;
		final Tensor expected = GOLDEN.read(name + "/final");
		final Tensor latent = img2img ? GOLDEN.read("img2img_latent") : Tensor
			.zeros(expected.shape());
		final Tensor x = model.noiseScaling(sigmas[0], TorchNoise.latent(seed,
			expected.shape()), latent, model.isMaxDenoise(sigmas[0]));
		final List<Tensor> seen = new ArrayList<>();
		final SamplingListener listener = (step, steps, sigma, denoised) -> {
			seen.add(denoised);
			assertEquals(seen.size(), step);
		};
		final Tensor actual = sampler.sample(new Toy(img2img ? 1 : 3), x, sigmas,
			new SamplingRun(model, NoiseFactory.seeded(seed), listener));
		final double tolerance = usesBrownianMotion(sampler) || WRONG_ROOT.contains(
			name) ? 1e-3 : 1e-4;
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
				new SamplingRun(EPS, NoiseFactory.seeded(3), SamplingListener.NONE));
			assertArrayEquals(before, x.data());
		}
	}
}
