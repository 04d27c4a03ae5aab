
package org.latentj.sampling;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.ModelFamilies;
import org.latentj.family.Sd1;
import org.latentj.family.text.TextEncoder;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.Area;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/**
 * Combined, restricted and joined conditionings, parts of a run, velocity and
 * rescaled guidance with a tiny random checkpoint, against ComfyUI's numbers.
 */
class ConditioningGoldenTest {

	private static final GoldenFile E2E = GoldenFile.open("e2e.safetensors");

	private static final GoldenFile CLIP = GoldenFile.open("clip.safetensors");

	private static final ModelSampling EPS = DiscreteSchedule.scaledLinear(
		PredictionType.EPSILON);

	private static final Tensor NOISE = TorchNoise.latent(42, 1, 4, 6, 8);

	private static TextEncoder text;

	private static UNet unet;

	private static Conditioning cat;

	private static Conditioning dog;

	private static ConditioningSet negative;

	@BeforeAll
	static void open() throws IOException {
		final Checkpoint checkpoint = CheckpointFormats.open(Golden.file(
			"tiny_sd1.safetensors"));
		final OrtSettings settings = OrtSettings.DEFAULT.with(MemoryMode.BALANCED);
		final LoadedFamily family = ModelFamilies.ALL.of(checkpoint);
		text = family.openTextEncoder(family.textEncoder(), settings);
		unet = UNet.open(family.diffusionModel(), 4, settings);
		cat = encode("a photo of a cat");
		dog = encode("dog");
		negative = ConditioningSet.of(encode("blurry, bad"));
	}

	@AfterAll
	static void close() {
		text.close();
		unet.close();
	}

	@Test
	void joinsConditionings() {
		GoldenFile.assertClose(CLIP.read("concat/cond"), cat.concat(dog).context(),
			1e-5);
		GoldenFile.assertClose(CLIP.read("average_0.3/cond"), cat.average(dog, 0.3)
			.context(), 1e-5);
	}

	@Test
	void combinesConditionings() {
		assertSamples("combine/euler", ConditioningSet.of(dog));
	}

	@Test
	void restrictsAConditioningToAnArea() {
		assertSamples("area/euler", ConditioningSet.of(dog).within(new Area.Cells(2,
			2, 4, 4), 0.8));
		assertSamples("area/euler", ConditioningSet.of(dog).within(Area.fraction(1 /
			3., 0.25, 2 / 3., 0.5), 0.8));
	}

	@Test
	void weighsAConditioningByAMask() {
		final Tensor mask = Tensor.zeros(1, 48, 64);
		for (int y = 8; y < 40; y++) {
			for (int x = 20; x < 48; x++) {
				mask.data()[y * 64 + x] = 1;
			}
		}
		assertSamples("condmask/euler", ConditioningSet.of(dog).masked(mask, 1,
			false));
	}

	@Test
	void runsInTwoPartsWithLeftoverNoise() {
		final KSampler sampler = sampler(EPS);
		final SamplingSettings settings = settings(6);
		final Tensor half = sampler.withSteps(new StepRange(0, 3, true)).sample(
			ConditioningSet.of(cat), negative, settings, Tensor.zeros(NOISE.shape()),
			NOISE, SamplingListener.NONE);
		assertLatent("advanced/0-3_leftover", half);
		assertLatent("advanced/3-end", sampler.withSteps(new StepRange(3, 10_000,
			false)).sample(ConditioningSet.of(cat), negative, settings, half, Tensor
				.zeros(NOISE.shape()), SamplingListener.NONE));
	}

	@Test
	void predictsVelocitiesWithRescaledGuidance() {
		final KSampler sampler = sampler(DiscreteSchedule.scaledLinear(
			PredictionType.VELOCITY).withZeroTerminalSnr());
		assertLatent("vpred_zsnr/euler", sample(sampler, ConditioningSet.of(cat),
			3));
		assertLatent("vpred_zsnr_rescale/euler", sample(sampler.withGuidance(
			scale -> Guidance.rescaled(scale, 0.7)), ConditioningSet.of(cat), 3));
	}

	private static void assertSamples(final String name,
		final ConditioningSet second)
	{
		assertLatent(name, sample(sampler(EPS), ConditioningSet.of(cat).combine(
			second), 2));
	}

	private static Tensor sample(final KSampler sampler,
		final ConditioningSet positive, final int steps)
	{
		return sampler.sample(positive, negative, settings(steps), Tensor.zeros(
			NOISE.shape()), NOISE, SamplingListener.NONE);
	}

	/** To 1e-3 in the network's scale, where numbers reach 10. */
	private static void assertLatent(final String name, final Tensor x) {
		Golden.assertClose(name, Sd1.LATENTS.processIn(E2E.read(name)), x, 1e-3);
	}

	private static KSampler sampler(final ModelSampling schedule) {
		return new KSampler(unet.stoppedBy(new StopSignal()), schedule,
			Sd1.LATENTS);
	}

	private static SamplingSettings settings(final int steps) {
		return new SamplingSettings(42, steps, 6, Samplers.EULER, Schedulers.NORMAL,
			1);
	}

	private static Conditioning encode(final String prompt) {
		return text.encode(prompt, 1, new StopSignal());
	}
}
