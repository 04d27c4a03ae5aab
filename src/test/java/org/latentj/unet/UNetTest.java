
package org.latentj.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.tensor.Tensor;

class UNetTest {

	private static final StopSignal GO = new StopSignal();

	private static Weights golden;

	private static UNet unet;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("unet_sd1.safetensors");
		unet = UNet.open(weights(), 4, OrtSettings.DEFAULT.with(
			MemoryMode.BALANCED));
	}

	@AfterAll
	static void close() {
		unet.close();
	}

	private static Weights weights() throws IOException {
		return Golden.open("tiny_sd1.safetensors").at("model.diffusion_model");
	}

	@ParameterizedTest
	@EnumSource(value = MemoryMode.class, names = "AUTO",
		mode = EnumSource.Mode.EXCLUDE)
	void predictsAsTheReferenceDoesInEveryMemoryMode(final MemoryMode mode)
		throws IOException
	{
		try (UNet u = UNet.open(weights(), 4, OrtSettings.DEFAULT.with(mode))) {
			final Tensor out = u.predict(golden.read("x"), golden.read("t"), golden
				.read("context"), GO);
			assertClose("out", golden.read("out"), out, 1e-5);
		}
	}

	/**
	 * NB: half precision rounds to 11 binary digits, so each number by 2^-11 of
	 * it at most. Roundings of many layers add up as random ones do, and this
	 * network is ruled by a skip path: errors are to be no more than one such
	 * rounding of each number, as a root mean square, and the largest one no more
	 * than 4.
	 */
	@ParameterizedTest
	@EnumSource(value = MemoryMode.class, names = "AUTO",
		mode = EnumSource.Mode.EXCLUDE)
	void predictsInHalfPrecisionUpToItsRounding(final MemoryMode mode)
		throws IOException
	{
		try (UNet u = UNet.open(weights(), 4, OrtSettings.DEFAULT.with(mode).with(
			Precision.HALF)))
		{
			final Tensor expected = golden.read("out");
			final Tensor out = u.predict(golden.read("x"), golden.read("t"), golden
				.read("context"), GO);
			final double rounding = Math.scalb(rms(expected), -11);
			final double error = rms(out.minus(expected));
			assertTrue(error < rounding, error + " of " + rounding);
			assertTrue(error > rounding / 10, "not in half precision: " + error);
			assertClose("out", expected, out, 4 * rounding);
		}
	}

	private static double rms(final Tensor x) {
		double sum = 0;
		for (final float v : x.data()) {
			sum += (double) v * v;
		}
		return Math.sqrt(sum / x.length());
	}

	@Test
	void predictsSingleItemsAndLongContexts() throws IOException {
		final Tensor x = golden.read("x").items(0, 1);
		final Tensor t = Tensor.full(500, 1);
		assertClose("77 tokens", golden.read("out_t500_b1"), unet.predict(x, t,
			golden.read("context").items(0, 1), GO), 1e-5);
		assertClose("154 tokens", golden.read("out_t500_b1_ctx154"), unet.predict(x,
			t, golden.read("context154"), GO), 1e-5);
	}

	@Test
	void takesTheSkipConnectionsSizeWhereALatentIsOdd() throws IOException {
		assertClose("11 x 9", golden.read("out_odd_t500"), unet.predict(golden.read(
			"x_odd"), Tensor.full(500, 1), golden.read("context").items(0, 1), GO),
			1e-5);
	}

	@Test
	void listensToItsContext() throws IOException {
		// NB: the random network is ruled by a skip path; a wrong attention shows
		// only in the difference of two contexts.
		final Tensor x = golden.read("x");
		final Tensor c = golden.read("context");
		final Tensor swapped = Tensor.concat(List.of(c.items(1, 2), c.items(0, 1)));
		final Tensor a = unet.predict(x, golden.read("t"), c, GO);
		final Tensor b = unet.predict(x, golden.read("t"), swapped, GO);
		assertTrue(Golden.maxDifference(a, b) > 1e-3);
		assertClose("swapped back", golden.read("out").minus(b), a.minus(b), 1e-5);
	}

	@Test
	void predictsContextsOfUnlikeLengthAsEachByItself() throws IOException {
		final Tensor x = golden.read("x").repeat(2).items(0, 3);
		final Tensor context = golden.read("context");
		final DiffusionModel model = unet.stoppedBy(GO);
		final List<Conditioning> all = List.of(chunks(context.items(0, 1), 11),
			chunks(context.items(1, 2), 10), chunks(context.items(1, 2), 11));
		final Tensor joint = model.predict(x, 500, all);
		for (int i = 0; i < 3; i++) {
			final Tensor alone = model.predict(x.items(i, i + 1), 500, all.subList(i,
				i + 1));
			assertClose("item " + i, alone, joint.items(i, i + 1), 1e-5);
		}
		assertTrue(Golden.maxDifference(joint.items(0, 1), joint.items(2,
			3)) > 1e-3);
	}

	/** Chunks that differ: the first is shifted by a little in each. */
	private static Conditioning chunks(final Tensor first, final int count) {
		Conditioning all = Conditioning.ofContext(first);
		for (int i = 1; i < count; i++) {
			final float shift = i / 10f;
			all = all.concat(Conditioning.ofContext(first.map(v -> v + shift)));
		}
		return all;
	}

	@Test
	void detectsItsConfiguration() throws IOException {
		assertEquals(new UNetConfig(4, 4, 4, 32, 64, false, 0, 0), unet.config());
	}

	/** NB: SD 1.x, 2.x, SDXL and its refiner. */
	@Test
	void attendsInSinglePrecisionInStableDiffusion2Alone() {
		assertFalse(new UNetConfig(4, 4, 4, 320, 768, false, 0, 0)
			.singleAttention());
		assertTrue(new UNetConfig(4, 4, 4, 320, 1024, true, 0, 0)
			.singleAttention());
		assertFalse(new UNetConfig(4, 4, 4, 320, 2048, true, 2816, 0)
			.singleAttention());
		assertFalse(new UNetConfig(4, 4, 4, 384, 1280, true, 2560, 0)
			.singleAttention());
	}

	@Test
	void refusesWrongShapes() {
		final Tensor t = Tensor.full(1, 1);
		final Tensor context = Tensor.zeros(1, 77, 64);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> unet.predict(
			Tensor.zeros(1, 9, 8, 8), t, context, GO)).getMessage().contains(
				"[batch, 4, height, width]"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> unet.predict(
			Tensor.zeros(1, 4, 8, 8), t, Tensor.zeros(1, 77, 768), GO)).getMessage()
			.contains("[batch, tokens, 64]"));
	}

	@Test
	void refusesToRunWhereItsFileWasCutOff(@TempDir final Path folder)
		throws IOException
	{
		final Path copy = Files.copy(Golden.file("tiny_sd1.safetensors"), folder
			.resolve("copy.safetensors"));
		final Weights w = CheckpointFormats.open(copy).weights().at(
			"model.diffusion_model");
		try (UNet u = UNet.open(w, 4, OrtSettings.DEFAULT.with(
			MemoryMode.MAPPED)))
		{
			try (FileChannel file = FileChannel.open(copy,
				StandardOpenOption.WRITE))
			{
				file.truncate(1000);
			}
			final String problem = assertThrows(UncheckedIOException.class, () -> u
				.predict(Tensor.zeros(1, 4, 8, 8), Tensor.full(1, 1), Tensor.zeros(1,
					77, 64), GO)).getCause().getMessage();
			assertTrue(problem.contains("copy.safetensors"), problem);
			assertTrue(problem.contains("cut off while it was in use"), problem);
			assertTrue(problem.contains("now it has 1000"), problem);
		}
	}
}
