
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Golden;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.Generation;
import org.latentj.operation.Operation;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.operation.SeedSweep;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Estimate;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** What a run tells and shows while it goes on. */
class SeeingTest {

	private static final Path TINY = Golden.file("tiny_sd1.safetensors");

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	@TempDir
	Path folder;

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	/** Remembers all that it is told. */
	private static final class Witness implements RunListener {

		private final List<String> stages = new ArrayList<>();

		private final List<Phase> parts = new ArrayList<>();

		private final List<SamplingSettings> samplings = new ArrayList<>();

		private final List<String> warnings = new ArrayList<>();

		private final List<Estimate> estimates = new ArrayList<>();

		@Override
		public void onStage(final Stage stage) {
			stages.add(stage.text());
		}

		@Override
		public void onPhase(final Phase part) {
			parts.add(part);
		}

		@Override
		public void onSampling(final SamplingSettings settings) {
			samplings.add(settings);
		}

		@Override
		public void onStep(final int step, final int steps, final double sigma,
			final Tensor denoised)
		{}

		@Override
		public void onWarning(final String warning) {
			warnings.add(warning);
		}

		@Override
		public void onEstimate(final Estimate estimate) {
			estimates.add(estimate);
			if (estimate.step() == 3) {
				assertEquals(48, estimate.decoded().size(3));
			}
		}
	}

	@Test
	void showsEachStep() throws IOException {
		final Witness witness = new Witness();
		final Picture picture = run(TINY, txt2img(1, 2), RunListener.NONE.and(
			witness));
		assertEquals(3, witness.estimates.size());
		final Estimate first = witness.estimates.get(0);
		assertEquals("Tensor[2, 3, 4, 6]", first.colours().toString());
		assertEquals(3, first.steps());
		assertTrue(first.sigma() > 14 && first.sigma() > witness.estimates.get(1)
			.sigma());
		// NB: Euler's last step goes to the denoised latent itself.
		assertClose("last", picture.latent().samples(), witness.estimates.get(2)
			.latent().samples(), 1e-4);
		assertEquals(List.of(), witness.warnings);
	}

	@Test
	void decodesOneByOne() throws IOException {
		final Witness witness = new Witness();
		final Picture batch = run(TINY, txt2img(1, 2), witness);
		assertEquals(List.of("Decoding 1/2", "Decoding 2/2"), witness.stages
			.subList(witness.stages.size() - 2, witness.stages.size()));
		assertEquals("Tensor[2, 3, 30, 45]", batch.pixels().toString());
	}

	@Test
	void tellsSeedsAndPasses() throws IOException {
		final Txt2Img one = txt2img(5, 1);
		final Witness witness = new Witness();
		run(TINY, new SeedSweep(new Txt2Img(new Generation(one.generation()
			.prompt(), 1, 1, new SamplingSettings(5, 2, 6, Samplers.EULER,
				Schedulers.NORMAL, 1)), 32, 32, Optional.of(new SecondPass(2,
					ResizeMethod.NEAREST_EXACT, 0.5))), 2), RunListener.NONE.and(
						witness));
		assertEquals(List.of(new Phase("seed", 1, 2), new Phase("pass", 1, 2, 0,
			0.2), new Phase("pass", 2, 2, 0.2, 1), new Phase("seed", 2, 2), new Phase(
				"pass", 1, 2, 0, 0.2), new Phase("pass", 2, 2, 0.2, 1)), witness.parts);
		assertEquals(List.of("5 1.0", "5 0.5", "6 1.0", "6 0.5"), witness.samplings
			.stream().map(s -> s.seed() + " " + s.denoise()).toList());
	}

	@Test
	void makesWithSeveralSeedsWhatEachMakesAlone() throws IOException {
		final Picture all = run(TINY, new SeedSweep(txt2img(-2, 2), 3),
			RunListener.NONE);
		for (int k = 0; k < 3; k++) {
			final Picture alone = run(TINY, txt2img(-2 + k, 2), RunListener.NONE);
			assertArrayEquals(alone.pixels().data(), all.pixels().items(2 * k, 2 * k +
				2).data());
			assertArrayEquals(alone.latent().samples().data(), all.latent().samples()
				.items(2 * k, 2 * k + 2).data());
		}
	}

	@ParameterizedTest
	@CsvSource({ "model.diffusion_model.out.2.bias,UNet,0x7e00",
		"model.diffusion_model.out.2.bias,UNet,0x7c00",
		"first_stage_model.decoder.conv_out.bias,VAE,0x7e00",
		"cond_stage_model.transformer.text_model.final_layer_norm.bias,text encoder,0x7e00" })
	void warnsOfNumbersThatAreNotFiniteAndRunsOn(final String tensor,
		final String part, final String half) throws IOException
	{
		final Path file = Files.copy(TINY, folder.resolve("nan.safetensors"));
		final TensorInfo info = CheckpointFormats.open(file).tensors().get(tensor);
		try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
			f.seek(info.offset());
			f.write(Integer.decode(half));
			f.write(Integer.decode(half) >> 8);
		}
		final Witness witness = new Witness();
		assertEquals(30, run(file, txt2img(1, 1), witness).pixels().size(2));
		assertTrue(witness.warnings.get(0).startsWith("the " + part + " gave"),
			witness.warnings.toString());
	}

	private static Txt2Img txt2img(final long seed, final int batch) {
		return new Txt2Img(new Generation(new Prompt("a cat", ""), batch, 1,
			new SamplingSettings(seed, 3, 6, Samplers.EULER, Schedulers.NORMAL, 1)),
			45, 30);
	}

	private static Picture run(final Path checkpoint, final Operation operation,
		final RunListener listener) throws IOException
	{
		return SERVICE.run(new ModelChoice(checkpoint, Optional.empty()), operation,
			listener, new StopSignal());
	}
}
