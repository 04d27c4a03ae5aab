
package org.latentj;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.operation.Generation;
import org.latentj.operation.Operations;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.Scheduler;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/**
 * Samplers and schedulers that only a test has run as the others do: one class
 * each, and where it is used. Formats are in {@code checkpoint.format}, namings
 * and patches in {@code checkpoint} and {@code engine}, operations in
 * {@code operation}.
 */
class GrowthTest {

	/** Euler's method, written anew. */
	private static final class Simple implements Sampler {

		@Override
		public String id() {
			return "simple";
		}

		@Override
		public boolean takesEqualSigmas() {
			return true;
		}

		@Override
		public Tensor sample(final Denoiser denoiser, final Tensor x,
			final float[] sigmas, final SamplingRun run)
		{
			return Samplers.EULER.sample(denoiser, x, sigmas, run);
		}
	}

	/** The levels of another one. */
	private static final class Levels implements Scheduler {

		@Override
		public String id() {
			return "levels";
		}

		@Override
		public float[] sigmas(final ModelSampling model, final int steps) {
			return Schedulers.KARRAS.sigmas(model, steps);
		}
	}

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	@Test
	void samplesAndSchedulesByThoseOfATest() throws IOException {
		final Txt2Img grown = operation(new Simple(), new Levels());
		assertArrayEquals(pixels(operation(Samplers.EULER, Schedulers.KARRAS)),
			pixels(grown));
		assertEquals("simple", grown.sampling().sampler().id());
		assertEquals("levels", grown.sampling().scheduler().id());
		final String json = Operations.toJson(grown);
		assertEquals(json.replace("simple", "euler").replace("levels", "karras"),
			Operations.toJson(operation(Samplers.EULER, Schedulers.KARRAS)));
	}

	private static Txt2Img operation(final Sampler sampler,
		final Scheduler scheduler)
	{
		return new Txt2Img(Generation.of(new Prompt("many nuclei", ""),
			new SamplingSettings(7, 2, 4, sampler, scheduler, 1)), 16, 16);
	}

	private static float[] pixels(final Txt2Img operation) throws IOException {
		return ENGINE.run(new ModelChoice(Path.of(
			"models/latentj-demo.safetensors"), Optional.empty()), operation,
			RunListener.NONE, new StopSignal()).pixels().data();
	}
}
