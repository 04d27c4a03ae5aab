
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.ModelFamilies;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.Precision;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.model.Quality;
import org.latentj.vae.VaeConfig;

/** The estimate against what was measured, of the demo checkpoint. */
class RunMemoryTest {

	private static final long MEGABYTE = 1L << 20;

	private static final RunSize LARGE = RunSize.of(1024, 1024, 1);

	private static long needed(final RunSize size) throws IOException {
		return demo(size).needed();
	}

	private static RunMemory demo(final RunSize size) throws IOException {
		final Checkpoint file = CheckpointFormats.open(Path.of(
			"models/latentj-demo.safetensors"));
		final LoadedFamily family = ModelFamilies.ALL.of(file);
		return new RunMemory(family, model(family), vae(family, file), size,
			RunMemory.Steering.NONE, true, false);
	}

	private static ComponentWeights model(final LoadedFamily family) {
		return new ComponentWeights(Path.of("models/latentj-demo.safetensors"),
			Component.DIFFUSION_MODEL, family.diffusionModel());
	}

	private static ComponentWeights vae(final LoadedFamily family,
		final Checkpoint file) throws IOException
	{
		return new ComponentWeights(Path.of("models/latentj-demo.safetensors"),
			Component.VAE, family.vae(file));
	}

	/**
	 * In bf16 its weights are there beside what a picture takes, which is less.
	 */
	@Test
	void countsAVaeInBf16() throws IOException {
		final Checkpoint file = CheckpointFormats.open(Path.of(
			"models/latentj-demo.safetensors"));
		final LoadedFamily family = ModelFamilies.ALL.of(file);
		final ComponentWeights vae = vae(family, file);
		final long weights = vae.in(Quality.BF16).bytes(MemoryMode.PACKED);
		assertTrue(weights > 2 * vae.weights().parameters());
		final long more = decoding(family, vae, Quality.BF16) - decoding(family,
			vae, Quality.EXACT);
		assertTrue(more > weights - MEGABYTE && more <= weights, more + "");
		final VaeConfig config = VaeConfig.of(vae.weights());
		assertEquals(2.0 / 3, (double) config.wholeBytes(Precision.BF16, 4096) /
			config.wholeBytes(Precision.SINGLE, 4096), 1e-9);
	}

	private static long decoding(final LoadedFamily family,
		final ComponentWeights vae, final Quality quality)
	{
		return new RunMemory(family, model(family).in(quality), vae, RunSize.of(8,
			8, 1), RunMemory.Steering.NONE, true, true).needed();
	}

	/** NB: rounded weights are in no file, and there twice while it is opened. */
	@Test
	void countsRoundedWeights() throws IOException {
		final LoadedFamily family = ModelFamilies.ALL.of(CheckpointFormats.open(Path
			.of("models/latentj-demo.safetensors")));
		final ComponentWeights exact = model(family);
		final ComponentWeights fast = exact.in(Quality.FAST);
		final long parameters = family.diffusionModel().parameters();
		assertTrue(fast.bytes(MemoryMode.MAPPED) > parameters && fast.bytes(
			MemoryMode.MAPPED) < fast.openingBytes());
		assertEquals(2 * parameters, fast.openingBytes());
		assertEquals(exact.bytes(MemoryMode.MAPPED), exact.openingBytes());
		final RunSize small = RunSize.of(16, 16, 1).sampling();
		assertTrue(memory(family, fast, small).needed() - memory(family, exact,
			small).needed() > parameters);
	}

	private static RunMemory memory(final LoadedFamily family,
		final ComponentWeights model, final RunSize size) throws IOException
	{
		return new RunMemory(family, model, vae(family, CheckpointFormats.open(Path
			.of("models/latentj-demo.safetensors"))), size, RunMemory.Steering.NONE,
			true, false);
	}

	/** NB: the figures are those that {@link RunMemory} tells of. */
	@ParameterizedTest
	@CsvSource({ "256, 60", "512, 102", "1024, 283" })
	void isAsMuchAsWasMeasured(final int side, final long measured)
		throws IOException
	{
		final double ratio = (double) needed(RunSize.of(side, side, 1).sampling()) /
			(measured * MEGABYTE);
		assertTrue(ratio >= 1 && ratio <= 1.5, side + ": " + ratio);
	}

	/** Where 1024 x 1024 pixels came through, and where they did not. */
	@Test
	void refusesWhatDidNotComeThrough() throws IOException {
		assertTrue(needed(LARGE.sampling()) <= 293 * MEGABYTE);
		assertTrue(needed(LARGE.sampling()) > 263 * MEGABYTE);
	}

	@Test
	void countsTheWholeBatchInJavasHeap() throws IOException {
		assertEquals(3 * 16 * 1024 * 1024, needed(LARGE.times(4)) - needed(LARGE));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> demo(RunSize.of(2048, 2048, 16).sampling()).require(() -> 300 *
				MEGABYTE)).getMessage();
		assertTrue(message.startsWith(
			"16 pictures of 2048x2048 pixels take at least ") && message.contains(
				"a smaller batch"), message);
	}

	/**
	 * Where 1024 x 1024 pixels that are encoded came through, with 322 and 348
	 * MB, and where they did not.
	 */
	@Test
	void countsWhatIsEncodedInJavasHeap() throws IOException {
		final long needed = needed(LARGE.encoding().sampling());
		assertEquals(48 << 20, needed - needed(LARGE.sampling()));
		assertTrue(needed > 322 * MEGABYTE, needed + "");
		assertTrue(needed < 348 * MEGABYTE, needed + "");
	}

	/** What was encoded is given back, but it may be the most. */
	@Test
	void takesTheLargestOfEncodingAndOfSamplingAndDecoding() throws IOException {
		final RunSize small = LARGE.encoding().resized(64, 64);
		assertEquals(needed(LARGE) - (long) (64 - 48) * (1024 * 1024), needed(
			small) - 64 * 64 * 64);
		assertTrue(needed(small.sampling()) < needed(LARGE.sampling()));
	}

	@Test
	void countsTheModelOnlyWhereItIsToBeLoaded() throws IOException {
		final Checkpoint file = CheckpointFormats.open(Path.of(
			"models/latentj-demo.safetensors"));
		final LoadedFamily family = ModelFamilies.ALL.of(file);
		final RunMemory later = new RunMemory(family, model(family), vae(family,
			file), LARGE.sampling(), RunMemory.Steering.NONE, false, true);
		assertTrue(needed(LARGE.sampling()) - later.needed() >= (48L << 20) + 4 *
			family.diffusionModel().parameters() / 10);
	}

	/**
	 * NB: the first step of one item of 1024 x 1024 pixels took 72 MB more with
	 * it than without, in {@code ControlBenchmark}.
	 */
	@Test
	void countsWhatSteersUntilItIsLoaded() throws IOException {
		final Checkpoint file = CheckpointFormats.open(Path.of(
			"models/latentj-demo.safetensors"));
		final LoadedFamily family = ModelFamilies.ALL.of(file);
		try (DiffusionEngine engine = new DiffusionEngine();
				Session session = engine.session(new StopSignal()))
		{
			final LeasedControls controls = new LeasedControls(session, Map.of("net",
				Path.of("models/controlnet/latentj-control-nuclei.safetensors")));
			final long weights = controls.loading();
			assertTrue(weights > MEGABYTE, weights + "");
			final RunSize size = LARGE.sampling();
			final long more = new RunMemory(family, model(family), vae(family, file),
				size, controls, true, false).needed() - needed(size);
			assertTrue(more >= 72 * MEGABYTE && more <= 108 * MEGABYTE, more + "");
			controls.network("net", 1);
			assertEquals(0, controls.loading());
			assertEquals(more - weights, new RunMemory(family, model(family), vae(
				family, file), size, controls, true, false).needed() - needed(size));
			final RunSize decoded = RunSize.of(1024, 1024, 1);
			assertEquals(needed(decoded), new RunMemory(family, model(family), vae(
				family, file), decoded, controls, true, false).needed());
		}
	}
}
