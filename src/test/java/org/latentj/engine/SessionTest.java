
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.latent.Latent;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/** Two checkpoints in one run. */
class SessionTest {

	private static final Path TINY = Golden.file("tiny_sd1.safetensors");

	/** One in half precision. */
	private static final int HALF_ONE = 0x3c00;

	private final DiffusionEngine engine = new DiffusionEngine(1L << 40);

	private final StopSignal stop = new StopSignal();

	@TempDir
	Path tmp;

	private ModelChoice first;

	private ModelChoice second;

	@BeforeEach
	void write() throws IOException {
		first = new ModelChoice(TINY, Optional.empty());
		second = new ModelChoice(new Rewritten(TINY).changed(n -> n.endsWith(
			"attn2.to_v.weight") || n.endsWith("decoder.conv_out.weight"), 3,
			HALF_ONE).write(tmp.resolve("other.safetensors")), Optional.empty());
	}

	@AfterEach
	void close() {
		engine.close();
	}

	private static float[] painted(final Pipeline pipeline) {
		return pipeline.decode(sampled(pipeline), 32, 32).data();
	}

	private static Latent sampled(final Pipeline pipeline) {
		final Conditioning text = pipeline.encodeText("a cell", 1);
		return pipeline.sample(text, pipeline.encodeText("", 1),
			new SamplingSettings(7, 2, 4, Samplers.EULER, Schedulers.NORMAL, 1),
			pipeline.emptyLatent(32, 32, 1));
	}

	private float[] alone(final ModelChoice models) throws IOException {
		try (Session session = engine.session(stop)) {
			return painted(session.pipeline(models, RunListener.NONE));
		}
	}

	private void assertAllIsGivenBack() {
		engine.cache().release();
		assertEquals(List.of(), engine.cache().loaded());
	}

	@Test
	void makesWithEachOfTwoModelsWhatItMakesAlone() throws IOException {
		final float[] a = alone(first);
		final float[] b = alone(second);
		assertFalse(Arrays.equals(a, b));
		engine.cache().release();
		final long loads = engine.cache().loads();
		try (Session session = engine.session(stop)) {
			for (int round = 0; round < 2; round++) {
				assertArrayEquals(a, painted(session.pipeline(first,
					RunListener.NONE)));
				assertArrayEquals(b, painted(session.pipeline(second,
					RunListener.NONE)));
			}
			assertSame(session.model(first), session.model(first));
			assertEquals(loads + 8, engine.cache().loads(), "each once");
			engine.cache().setBudget(0);
			assertEquals(8, engine.cache().loaded().size(), "leased");
			assertEquals(Set.of("UNet", "VAE", "text encoder",
				"UNet of other.safetensors", "VAE of other.safetensors",
				"text encoder of other.safetensors"), session.computation().memory()
					.keySet());
		}
		assertAllIsGivenBack();
	}

	@Test
	void sharesWhatTwoModelsHaveInCommon() throws IOException {
		final ModelChoice mixed = new ModelChoice(TINY, Optional.of(second
			.checkpoint()));
		try (Session session = engine.session(stop)) {
			painted(session.pipeline(first, RunListener.NONE));
			painted(session.pipeline(mixed, RunListener.NONE));
			assertEquals(6, engine.cache().loads(),
				"another VAE and its header, nothing else");
		}
		assertAllIsGivenBack();
	}

	@Test
	void handsALatentFromOneModelToTheOther() throws IOException {
		try (Session session = engine.session(stop)) {
			final Latent latent = sampled(session.pipeline(first, RunListener.NONE));
			final float[] other = session.pipeline(second, RunListener.NONE).decode(
				latent, 32, 32).data();
			assertFalse(Arrays.equals(other, session.pipeline(first, RunListener.NONE)
				.decode(latent, 32, 32).data()));
		}
		assertAllIsGivenBack();
	}

	@Test
	void givesAllBackWhenItIsStopped() throws IOException {
		final RunListener stopping = (step, steps, sigma, denoised) -> stop.stop();
		try (Session session = engine.session(stop)) {
			session.pipeline(first, RunListener.NONE).encodeText("a cell", 1);
			final Pipeline pipeline = session.pipeline(second, stopping);
			assertThrows(CancellationException.class, () -> sampled(pipeline));
			assertThrows(CancellationException.class, () -> session.pipeline(first,
				RunListener.NONE).encodeText("", 1));
		}
		assertAllIsGivenBack();
	}

	@Test
	void givesAllBackWhenTheSecondModelIsNone() throws IOException {
		final Path text = Files.writeString(tmp.resolve("text.safetensors"),
			"this is not a checkpoint at all");
		try (Session session = engine.session(stop)) {
			painted(session.pipeline(first, RunListener.NONE));
			assertThrows(CheckpointException.class, () -> session.pipeline(
				new ModelChoice(text, Optional.empty()), RunListener.NONE));
			painted(session.pipeline(first, RunListener.NONE));
			assertEquals(4, engine.cache().loads());
		}
		assertAllIsGivenBack();
	}

	@Test
	void neverMixesAFileWithTheOneBefore() throws IOException {
		final Path file = second.checkpoint();
		try (HeldModels held = HeldModels.of(second);
				Session session = engine.session(stop))
		{
			session.pipeline(held.choice(), RunListener.NONE);
			final Path other = Files.copy(TINY, tmp.resolve("new"));
			Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
			try (HeldModels later = HeldModels.of(second)) {
				assertThrows(CheckpointException.class, () -> session.pipeline(later
					.choice(), RunListener.NONE));
			}
		}
		assertAllIsGivenBack();
	}
}
