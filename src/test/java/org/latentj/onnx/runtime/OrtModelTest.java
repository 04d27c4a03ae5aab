
package org.latentj.onnx.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.control.Background;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.graph.Attribute;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.layer.Layers;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.Value;
import org.latentj.tensor.Tensor;

class OrtModelTest {

	@TempDir
	Path folder;

	private static final OrtSettings SETTINGS = OrtSettings.DEFAULT.with(
		MemoryMode.BALANCED);

	/** y = x W^T for one linear layer of the tiny UNet, many times over. */
	private static OnnxModel chain(final int length) throws IOException {
		return chain("x", length, "y");
	}

	private static OnnxModel chain(final String from, final int length,
		final String to) throws IOException
	{
		final Weights w = Golden.open("tiny_sd1.safetensors").at(
			"model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1");
		final GraphBuilder graph = new GraphBuilder();
		final Layers layers = new Layers(graph);
		Value x = graph.input(from, ElementType.FLOAT, "n", 32);
		for (int i = 0; i < length; i++) {
			x = graph.op("Tanh", List.of(layers.linearWithoutBias(x.with(32), w.at(
				"to_q"), 32)));
		}
		graph.output(to, x, "n", 32);
		return graph.build("chain");
	}

	@ParameterizedTest
	@CsvSource({ "PACKED", "BALANCED", "MAPPED" })
	void computesTheSameWhereItsMemoryIsGivenBack(final MemoryMode mode)
		throws IOException
	{
		final Tensor x = Tensor.full(0.5f, 30_000, 32);
		final int[] shape = { 30_000, 32 };
		try (OrtModel keeps = OrtModel.open(chain(3), SETTINGS.with(mode));
				OrtModel givesBack = OrtModel.openToGiveBack(chain(3), SETTINGS.with(
					mode)))
		{
			for (int run = 0; run < 3; run++) {
				assertArrayEquals(keeps.run(Map.of("x", x), "y", shape,
					new StopSignal()).data(), givesBack.run(Map.of("x", x), "y", shape,
						new StopSignal()).data());
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "PACKED", "BALANCED", "MAPPED" })
	void takesWhatAnotherGraphHolds(final MemoryMode mode) throws IOException {
		final int[] shape = { 5, 32 };
		final Map<String, Tensor> x = Map.of("x", Tensor.full(0.5f, shape));
		final OrtSettings settings = SETTINGS.with(mode);
		try (OrtModel all = OrtModel.open(chain(3), settings);
				OrtModel last = OrtModel.open(chain("y", 1, "z"), settings))
		{
			final HeldTensors held;
			try (OrtModel first = OrtModel.openToHold(chain(2), settings)) {
				held = first.hold(x, Map.of("y", shape), new StopSignal());
			}
			assertEquals(5 * 32 * 4, held.bytes());
			final float[] expected = all.run(x, "y", shape, new StopSignal()).data();
			for (int run = 0; run < 3; run++) {
				assertArrayEquals(expected, last.run(Map.of(), held, Map.of("z", shape),
					new StopSignal()).get("z").data());
			}
			held.close();
			assertThrows(IllegalStateException.class, () -> last.run(Map.of(), held,
				Map.of("z", shape), new StopSignal()));
		}
	}

	/** NB: on Linux, where a process can look at its own memory. */
	@ParameterizedTest
	@CsvSource({ "MAPPED, false", "MAPPED, true", "BALANCED, true" })
	@EnabledOnOs(OS.LINUX)
	void keepsWhatItTookUntilItRests(final MemoryMode mode, final boolean much)
		throws IOException
	{
		final Tensor x = Tensor.full(0.5f, 500_000, 32);
		final int[] shape = { 500_000, 32 };
		try (OrtModel model = OrtModel.openToRest(chain(3), SETTINGS.with(mode))) {
			final float[] first = model.run(Map.of("x", x), "y", shape,
				new StopSignal()).data();
			final long kept = anonymous();
			model.rest(much);
			assertTrue(anonymous() < kept - (60L << 20), kept + " to " + anonymous());
			model.rest(much);
			assertArrayEquals(first, model.run(Map.of("x", x), "y", shape,
				new StopSignal()).data());
		}
	}

	/** NB: to take it anew would cost more than it is worth. */
	@ParameterizedTest
	@CsvSource({ "BALANCED, false", "PACKED, false", "PACKED, true" })
	@EnabledOnOs(OS.LINUX)
	void keepsWhatItTookWhereItIsNotMissed(final MemoryMode mode,
		final boolean much) throws IOException
	{
		final Tensor x = Tensor.full(0.5f, 500_000, 32);
		try (OrtModel model = OrtModel.openToRest(chain(3), SETTINGS.with(mode))) {
			model.run(Map.of("x", x), "y", new int[] { 500_000, 32 },
				new StopSignal());
			final long kept = anonymous();
			model.rest(much);
			assertTrue(anonymous() > kept - (30L << 20), kept + " to " + anonymous());
		}
	}

	/** Anonymous memory of this process, in bytes. */
	private static long anonymous() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(
			l -> l.startsWith("RssAnon")).mapToLong(l -> 1024 * Long.parseLong(l
				.replaceAll("[^0-9]", ""))).findFirst().orElseThrow();
	}

	@Test
	void computesWhatTheGraphSays() throws IOException {
		final Tensor weight = Golden.open("tiny_sd1.safetensors").read(
			"model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_q.weight");
		final Tensor x = Tensor.full(0.5f, 1, 32);
		try (OrtModel model = OrtModel.open(chain(1), SETTINGS)) {
			final Tensor y = model.run(Map.of("x", x), "y", new int[] { 1, 32 },
				new StopSignal());
			for (int row = 0; row < 32; row++) {
				double sum = 0;
				for (int column = 0; column < 32; column++) {
					sum += 0.5 * weight.data()[row * 32 + column];
				}
				assertEquals(Math.tanh(sum), y.data()[row], 1e-6);
			}
		}
	}

	/** All 8-bit floats there are, as weights and as rows of a table. */
	@ParameterizedTest
	@CsvSource({ "F8_E4M3,MAPPED", "F8_E4M3,BALANCED", "F8_E5M2,MAPPED",
		"F8_E5M2,BALANCED" })
	void castsEightBitFloats(final String type, final MemoryMode mode)
		throws IOException
	{
		final byte[] all = new byte[256];
		for (int i = 0; i < all.length; i++) {
			all[i] = (byte) i;
		}
		final Path file = SafetensorsFile.write(folder.resolve("all.safetensors"),
			"{" + SafetensorsFile.entry("w", type, "[256,1]", 0, 256) + "}", all);
		final Weights w = CheckpointFormats.open(file).weights();
		final GraphBuilder graph = new GraphBuilder();
		final Value id = graph.op("Cast", List.of(graph.input("id",
			ElementType.FLOAT, "n")), Attribute.of("to", ElementType.INT64.number()));
		final Value row = graph.op("Gather", List.of(graph.weight(w, "w", 256, 1),
			id));
		final Value stored = graph.gather(w, "w", id, 256, 1);
		graph.output("y", graph.op("Concat", List.of(row, stored), Attribute.of(
			"axis", 1)), "n", 2);
		final float[] numbers = w.read("w").data();
		try (OrtModel model = OrtModel.open(graph.build("all"), OrtSettings.DEFAULT
			.with(mode)))
		{
			final Tensor ids = Tensor.zeros(256);
			for (int i = 0; i < 256; i++) {
				ids.data()[i] = i;
			}
			final float[] y = model.run(Map.of("id", ids), "y", new int[] { 256, 2 },
				new StopSignal()).data();
			for (int i = 0; i < 256; i++) {
				assertEquals(numbers[i], y[2 * i], 0, type + " " + i);
				assertEquals(numbers[i], y[2 * i + 1], 0, type + " " + i);
			}
		}
	}

	/** NB: on the processor everything is on it, Gemm and Tanh in one. */
	@Test
	void tellsWhatRanOnTheProcessorWhereThatIsNotAsked() throws IOException {
		final int[] shape = { 1, 32 };
		final Map<String, Tensor> x = Map.of("x", Tensor.full(0.5f, shape));
		try (OrtModel plain = OrtModel.open(chain(3), SETTINGS);
				OrtModel watched = OrtModel.openWatched(chain(3), SETTINGS);
				OrtModel unused = OrtModel.openWatched(chain(3), SETTINGS))
		{
			assertArrayEquals(plain.run(x, "y", shape, new StopSignal()).data(),
				watched.run(x, "y", shape, new StopSignal()).data());
			watched.run(x, "y", shape, new StopSignal());
			assertEquals(Map.of(), plain.onProcessor());
			assertEquals(Map.of(), unused.onProcessor());
			assertEquals(Map.of("FusedGemm", 3), watched.onProcessor());
		}
	}

	@Test
	void stopsInTheMidstOfARunAndWorksAgain() throws IOException {
		try (OrtModel model = OrtModel.open(chain(2000), SETTINGS)) {
			final StopSignal stop = new StopSignal();
			final Timer timer = new Timer(true);
			timer.schedule(new TimerTask() {

				@Override
				public void run() {
					stop.stop();
				}
			}, 50);
			final int[] large = { 50_000, 32 };
			assertThrows(CancellationException.class, () -> model.run(Map.of("x",
				Tensor.zeros(large)), "y", large, stop));
			assertTrue(stop.isStopped());
			final int[] small = { 2, 32 };
			assertArrayEquals(small, model.run(Map.of("x", Tensor.zeros(small)), "y",
				small, new StopSignal()).shape());
		}
	}

	/** y = (x x^T)(x x^T), rows averaged: few operators, of which one is slow. */
	private static OnnxModel slow() throws IOException {
		final GraphBuilder graph = new GraphBuilder();
		final Value x = graph.op("Mul", List.of(graph.input("x", ElementType.FLOAT,
			"n", 32), graph.weight(Golden.open("tiny_sd1.safetensors"),
				"model.diffusion_model.out.0.bias", 32)));
		final Value square = graph.op("MatMul", List.of(x, graph.op("Transpose",
			List.of(x))));
		graph.output("y", graph.op("ReduceMean", List.of(graph.op("MatMul", List.of(
			square, square)), graph.ints(1))), "n", 1);
		return graph.build("slow graph");
	}

	/** Seconds of work. */
	private static final int[] LARGE = { 5000, 32 };

	private static Tensor runSlow(final OrtModel model, final int rows,
		final StopSignal stop)
	{
		return model.run(Map.of("x", Tensor.full(0.5f, rows, 32)), "y", new int[] {
			rows, 1 }, stop);
	}

	/** A run in the midst of its slow operator, nobody waiting for it. */
	private static void leaveARun(final OrtModel model) {
		final StopSignal stop = new StopSignal();
		whenRunning(stop::stop);
		assertThrows(CancellationException.class, () -> runSlow(model, LARGE[0],
			stop));
		assertTrue(isRunning(), "left before the operator ended");
	}

	private static void whenRunning(final Runnable action) {
		final Thread thread = new Thread(() -> {
			await(OrtModelTest::isRunning);
			// NB: so that the slow operator has begun, on a busy machine too.
			pause(400);
			action.run();
		});
		thread.setDaemon(true);
		thread.start();
	}

	private static boolean isRunning() {
		return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t
			.getName().startsWith("LatentJ running slow graph"));
	}

	private static void await(final BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			pause(1);
		}
	}

	private static void pause(final long millis) {
		LockSupport.parkNanos(millis * 1_000_000);
	}

	@Test
	void leavesAtOnceWhereAnOperatorTakesLong() throws IOException {
		try (OrtModel model = OrtModel.open(slow(), SETTINGS)) {
			final float small = runSlow(model, 2, new StopSignal()).data()[0];
			leaveARun(model);
			assertEquals(small, runSlow(model, 2, new StopSignal()).data()[0]);
			assertFalse(isRunning(), "the next run waits for one that was left");
		}
	}

	@Test
	@Timeout(60)
	void isReleasedOnlyWhenARunThatWasLeftHasEnded() throws IOException {
		final OrtModel model = OrtModel.open(slow(), SETTINGS);
		leaveARun(model);
		model.close();
		assertFalse(model.isReleased() && isRunning());
		assertTrue(assertThrows(IllegalStateException.class, () -> model.run(Map
			.of(), "y", new int[] { 1, 1 }, new StopSignal())).getMessage().contains(
				"slow graph of tiny_sd1.safetensors is closed"));
		await(() -> !isRunning());
		assertTrue(model.isReleased());
	}

	@Test
	@Timeout(60)
	void refusesToBeClosedWhileSomebodyWaits() throws IOException {
		final StopSignal stop = new StopSignal();
		try (OrtModel model = OrtModel.open(slow(), SETTINGS)) {
			final AtomicReference<Exception> refusal = new AtomicReference<>();
			whenRunning(() -> {
				refusal.set(assertThrows(IllegalStateException.class, model::close));
				stop.stop();
			});
			assertThrows(CancellationException.class, () -> runSlow(model, LARGE[0],
				stop));
			assertTrue(refusal.get().getMessage().contains("is in use"));
			assertEquals(2, runSlow(model, 2, new StopSignal()).length());
		}
	}

	@Test
	@Timeout(60)
	void leavesWhenInterrupted() throws IOException {
		try (OrtModel model = OrtModel.open(slow(), SETTINGS)) {
			final Thread here = Thread.currentThread();
			whenRunning(here::interrupt);
			assertThrows(CancellationException.class, () -> runSlow(model, LARGE[0],
				new StopSignal()));
			assertTrue(Thread.interrupted(), "the thread still knows");
			assertEquals(2, runSlow(model, 2, new StopSignal()).length());
		}
	}

	@Test
	void runsInSeveralThreadsAtOnce() throws IOException {
		try (OrtModel model = OrtModel.open(slow(), SETTINGS)) {
			final float expected = runSlow(model, 100, new StopSignal()).data()[0];
			final List<Background<Tensor>> runs = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				runs.add(Background.start("test", () -> runSlow(model, 100,
					new StopSignal())));
			}
			for (final Background<Tensor> run : runs) {
				assertEquals(expected, run.await(new StopSignal()).data()[0]);
			}
		}
	}

	@Test
	void startsNoRunThatIsStoppedAlready() throws IOException {
		final StopSignal stop = new StopSignal();
		stop.stop();
		try (OrtModel model = OrtModel.open(chain(1), SETTINGS)) {
			assertThrows(CancellationException.class, () -> model.run(Map.of(), "y",
				new int[] { 1 }, stop));
		}
	}

	@Test
	void saysWhatFailed() throws IOException {
		try (OrtModel model = OrtModel.open(chain(1), SETTINGS)) {
			final String message = assertThrows(InferenceException.class, () -> model
				.run(Map.of("x", Tensor.zeros(1, 31)), "y", new int[] { 1, 32 },
					new StopSignal())).getMessage();
			assertTrue(message.contains("chain of tiny_sd1.safetensors") && message
				.contains("Tensor[1, 31]"), message);
		}
	}

	@Test
	void refusesAGraphThatTheRuntimeDoesNotKnow() throws IOException {
		final GraphBuilder graph = new GraphBuilder();
		final Value x = graph.weight(Golden.open("tiny_sd1.safetensors"),
			"model.diffusion_model.out.0.weight", 32);
		graph.output("y", graph.op("NoSuchOperator", List.of(x), Attribute.of(
			"axis", 1)), 32);
		final OnnxModel model = graph.build("nonsense");
		assertTrue(assertThrows(InferenceException.class, () -> OrtModel.open(model,
			SETTINGS)).getMessage().contains(
				"cannot open nonsense of tiny_sd1.safetensors"));
	}

	@Test
	void choosesAMemoryModeThatFits() {
		final long unet = 860_000_000;
		final long gigabyte = 1L << 30;
		assertEquals(MemoryMode.MAPPED, MemoryMode.AUTO.resolve(unet, 4 * gigabyte,
			0));
		assertEquals(MemoryMode.BALANCED, MemoryMode.AUTO.resolve(unet, 16 *
			gigabyte, 20 * 32 * 32));
		assertEquals(MemoryMode.PACKED, MemoryMode.AUTO.resolve(unet, 16 * gigabyte,
			20L * 4096 * 4));
		assertEquals(MemoryMode.BALANCED, MemoryMode.AUTO.resolve(unet, 10 *
			gigabyte, 20L * 4096 * 4));
		assertEquals(MemoryMode.MAPPED, MemoryMode.MAPPED.resolve(unet, 0, 0));
	}
}
