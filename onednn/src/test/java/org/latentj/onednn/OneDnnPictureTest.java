
package org.latentj.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latentj.control.StopSignal;
import org.latentj.engine.ComponentKey;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.ModelPatch;
import org.latentj.engine.compute.Bf16Time;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.family.model.Component;
import org.latentj.golden.Golden;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Whole pictures of the bundled checkpoint. */
class OneDnnPictureTest implements OnBf16 {

	private static final ModelChoice DEMO = new ModelChoice(Path.of("models",
		"latentj-demo.safetensors"), Optional.empty());

	private static final SamplingSettings SETTINGS = new SamplingSettings(42, 10,
		4.5, Samplers.DPMPP_2M, Schedulers.KARRAS, 1);

	private static final DiffusionEngine ENGINE = new DiffusionEngine(1L << 30);

	private static final RunListener DEAF = (step, of, sigma, denoised) -> {
		// NB: nothing is of interest.
	};

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Tensor picture(final ModelChoice choice, final Quality quality,
		final int reuse) throws IOException
	{
		return ENGINE.run(choice, new Txt2Img(Generation.of(new Prompt(
			"many green nuclei", ""), SETTINGS.withSpeed(new Speed(quality, reuse))),
			128, 128), DEAF, new StopSignal()).pixels();
	}

	private static double psnr(final Tensor a, final Tensor b) {
		double squares = 0;
		for (final float d : a.minus(b).data()) {
			squares += (double) d * d;
		}
		return -10 * Math.log10(squares / a.length());
	}

	@Test
	void isHardToTellFromTheExactOneAndTheSameAgain() throws IOException {
		final Tensor rounded = picture(DEMO, Quality.BF16, 1);
		final double near = psnr(picture(DEMO, Quality.EXACT, 1), rounded);
		assertTrue(near > 35, near + " dB");
		assertTrue(near < 100, "it is the exact one");
		assertArrayEquals(rounded.data(), picture(DEMO, Quality.BF16, 1).data());
	}

	@Test
	void hasUNetAndVaeInBf16() throws IOException {
		try (DiffusionEngine engine = new DiffusionEngine(1L << 30)) {
			engine.run(DEMO, new Txt2Img(Generation.of(new Prompt("a", ""), SETTINGS
				.withSpeed(new Speed(Quality.BF16, 1))), 64, 64), DEAF,
				new StopSignal());
			assertEquals(Set.of(Component.DIFFUSION_MODEL, Component.VAE), engine
				.cache().loaded().stream().filter(k -> k.how().contains("bf16")).map(
					ComponentKey::component).collect(Collectors.toSet()));
		}
	}

	/** Keeps what a run tells of itself. */
	private static final class Told implements RunListener {

		private final List<Computation> how = new ArrayList<>();

		private final List<String> warnings = new ArrayList<>();

		static Told of(final Quality quality) throws IOException {
			final Told told = new Told();
			ENGINE.run(DEMO, new Txt2Img(Generation.of(new Prompt("a", ""), SETTINGS
				.withSpeed(new Speed(quality, 1))), 64, 64), told, new StopSignal());
			return told;
		}

		@Override
		public void onStep(final int step, final int of, final double sigma,
			final Tensor denoised)
		{
			// NB: not of interest.
		}

		@Override
		public void onWarning(final String warning) {
			warnings.add(warning);
		}

		@Override
		public void onComputation(final Computation computation) {
			how.add(computation);
		}
	}

	/** NB: the bits of a picture hang on the version of each. */
	@Test
	void tellsWhichEngineComputedWhat() throws IOException {
		final Computation how = Told.of(Quality.BF16).how.get(0);
		final String oneDnn = "bf16 by " + new OneDnnEngine().version();
		assertEquals(Map.of("UNet", oneDnn, "VAE", oneDnn, "text encoder",
			"single by " + ComputeChoice.runtime()), how.engines());
		assertEquals("bf16", how.precision());
	}

	/** NB: which of both it is hangs on the processor that the test has. */
	@Test
	void warnsWhereExactNumbersAreQuicker() throws IOException {
		assertEquals(Bf16Time.warning().stream().toList(), Told.of(
			Quality.BF16).warnings);
		assertEquals(List.of(), Told.of(Quality.EXACT).warnings);
	}

	@Test
	void letsDeepLayersRest() throws IOException {
		final double near = psnr(picture(DEMO, Quality.EXACT, 2), picture(DEMO,
			Quality.BF16, 2));
		assertTrue(near > 30, near + " dB");
	}

	/** What it changes is computed when the network is opened. */
	@Test
	void takesWhatALoraChanges() throws IOException {
		final ModelChoice tiny = new ModelChoice(Golden.file(
			"tiny_sd1.safetensors"), Optional.empty());
		final ModelChoice changed = tiny.patched(ModelPatch.lora("kohya", Golden
			.file("lora_kohya.safetensors"), 1, 1));
		final Tensor exact = picture(changed, Quality.EXACT, 1);
		final double near = psnr(exact, picture(changed, Quality.BF16, 1));
		assertTrue(near > 10 + psnr(exact, picture(tiny, Quality.BF16, 1)), near +
			" dB");
	}

	/** NB: weights are not in Java's heap, however small that is. */
	@Test
	void takesMemoryWhateverJavasHeapMayHave() {
		assertEquals(0, Pointer.maxPhysicalBytes());
	}

	@Test
	void isToldWithItsVersion() {
		assertTrue(ComputeChoice.bf16().matches("oneDNN \\d+\\.\\d+\\.\\d+"),
			ComputeChoice.bf16());
	}

	@Test
	void takesNoOtherNumberOfThreads() {
		try (DiffusionEngine engine = new DiffusionEngine(1L << 30)) {
			engine.setSettings(ComputeChoice.USUAL.withThreads(1).settings());
			assertTrue(assertThrows(IllegalArgumentException.class, () -> engine.run(
				DEMO, new Txt2Img(Generation.of(new Prompt("a", ""), SETTINGS.withSpeed(
					new Speed(Quality.BF16, 1))), 64, 64), DEAF, new StopSignal()))
				.getMessage().contains("threads is 1"));
		}
	}
}
