
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.family.embedding.EmbeddingReader;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.attention.AttentionListener;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Operation;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.Upscale;
import org.latentj.latent.Crop;
import org.latentj.latent.ResizeMethod;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.sampling.model.Speed;
import org.latentj.tensor.Tensor;

class LeasedModelTest {

	private static final Path MICRO = Golden.file(
		"families/micro_sd1.safetensors");

	private static final long MUCH = 1L << 40;

	private final ModelCache cache = new ModelCache(MUCH);

	@AfterEach
	void close() {
		cache.close();
	}

	private Session run(final long free) {
		return new Session(cache, OrtSettings.DEFAULT, () -> free,
			AttentionListener.NONE, new StopSignal(), new EmbeddingReader(),
			ModelFamilies.ALL);
	}

	private static LeasedModel tiny(final Session session) throws IOException {
		return session.model(new ModelChoice(MICRO, Optional.empty()));
	}

	@Test
	void decidesByTheMemoryOfEachRunWhetherTheVaeGoesInTilesAndRecordsIt()
		throws IOException
	{
		final Tensor latent = Tensor.zeros(1, 4, 4, 4);
		for (final long free : new long[] { MUCH, 1000, MUCH }) {
			try (Session session = run(free)) {
				tiny(session).vae().decode(latent, new StopSignal());
				assertEquals(free != MUCH, session.computation().tiles());
				assertEquals("balanced", session.computation().memory().get("VAE"));
			}
		}
		assertEquals(2, cache.loads(), "the header and the VAE, once");
	}

	@Test
	void refusesAPictureThatTheMemoryCannotHold() throws IOException {
		try (Session session = run(100L << 20)) {
			tiny(session).requireMemory(RunSize.of(64, 64, 1).sampling(),
				Speed.EXACT);
			final String message = assertThrows(IllegalArgumentException.class,
				() -> tiny(session).requireMemory(RunSize.of(2048, 4096, 1).sampling(),
					Speed.EXACT)).getMessage();
			assertTrue(message.startsWith(
				"a picture of 2048x4096 pixels takes at least ") && message.contains(
					" MB of memory, and 100 MB are free") && message.contains(
						" would fit)"), message);
			assertTrue(assertThrows(IllegalArgumentException.class, () -> tiny(
				session).requireMemory(RunSize.of(512, 512, 20_000).sampling(),
					Speed.EXACT)).getMessage().startsWith(
						"20000 pictures of 512x512 pixels take at least "));
		}
		try (Session session = run(MUCH)) {
			tiny(session).requireMemory(RunSize.of(2048, 4096, 1).sampling(),
				Speed.EXACT);
		}
	}

	/** The second pass and the target of an upscaling included. */
	@Test
	void refusesByTheLargestSizeBeforeTheFirstStep() throws IOException {
		final Generation all = Generation.of(new Prompt("", ""),
			new SamplingSettings(1, 1, 1, Samplers.EULER, Schedulers.NORMAL, 0.5));
		final Source small = new Source.OfPicture(Tensor.zeros(1, 3, 64, 64));
		assertRefused("1024x1024", new Txt2Img(all, 64, 64, Optional.of(
			new SecondPass(16, ResizeMethod.BILINEAR, 0.5))));
		assertRefused("2048x1024", new Upscale(all, small, ResizeMethod.BILINEAR, 1,
			2048, 1024, Crop.DISABLED));
		assertRefused("1024x1024", new Upscale(all, small, ResizeMethod.BILINEAR,
			16, 0, 0, Crop.DISABLED));
		assertRefused("1024x1024", new Img2Img(all, new Source.OfPicture(Tensor
			.zeros(1, 3, 1024, 1024))));
	}

	private void assertRefused(final String size, final Operation operation)
		throws IOException
	{
		try (Session session = run(60L << 20)) {
			final String message = assertThrows(IllegalArgumentException.class,
				() -> operation.run(session.pipeline(new ModelChoice(MICRO, Optional
					.empty()), RunListener.NONE))).getMessage();
			assertTrue(message.startsWith("a picture of " + size +
				" pixels takes at least "), message);
		}
		assertEquals(1, cache.loads(), "the header");
	}

	@Test
	void looksAtTheMemoryModeOfTheUNetAnew() throws IOException {
		final long little = 16;
		final long large = 1_000_000;
		assertMode(MemoryMode.BALANCED, MUCH, little, 2);
		assertMode(MemoryMode.PACKED, MUCH, large, 3);
		assertMode(MemoryMode.PACKED, MUCH, little, 3);
		assertMode(MemoryMode.MAPPED, -MUCH, little, 4);
		assertMode(MemoryMode.MAPPED, MUCH, little, 4);
		assertEquals(2, cache.loaded().size(), "the header and one UNet");
	}

	private void assertMode(final MemoryMode mode, final long free,
		final long work, final int loads) throws IOException
	{
		try (Session session = run(free)) {
			tiny(session).prepareDiffusionModel(work, Speed.EXACT);
			assertEquals(mode, tiny(session).network(work, Speed.EXACT).mode());
			assertEquals(mode, tiny(session).network(1_000_000, Speed.EXACT).mode(),
				"of one run");
		}
		assertEquals(loads, cache.loads());
	}
}
