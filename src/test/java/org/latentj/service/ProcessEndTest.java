
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** A process that ends while native code is at work. */
class ProcessEndTest {

	private static final int STATUS = 3;

	@TempDir
	Path tmp;

	/** Ends at a stage of a run. */
	static final class Ending {

		/** @param args stage, {@code exit} or {@code signal} */
		public static void main(final String... args) throws Exception {
			final CountDownLatch stage = new CountDownLatch(1);
			final Thread run = new Thread(() -> run(args[0], stage));
			run.setDaemon(true);
			run.start();
			stage.await();
			if (args[1].equals("exit")) {
				System.exit(STATUS);
			}
			System.out.println("at work");
			run.join();
		}

		private static void run(final String name, final CountDownLatch stage) {
			try {
				new StableDiffusionService().run(new ModelChoice(Path.of(
					"models/latentj-demo.safetensors"), Optional.empty()), new Txt2Img(
						new Generation(new Prompt("nuclei", ""), 1, 1, new SamplingSettings(
							1, 10_000, 6, Samplers.EULER, Schedulers.NORMAL, 1)), 128, 128),
					new RunListener()
					{

						@Override
						public void onStage(final Stage begun) {
							if (begun.text().equals(name)) {
								stage.countDown();
							}
						}

						@Override
						public void onStep(final int step, final int steps,
							final double sigma, final Tensor denoised)
					{
							// it has far more steps than it will come to
						}
					}, new StopSignal());
			}
			catch (final Exception e) {
				// NB: whatever ends the run, it is no concern of the user's any more.
				return;
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Encoding prompt", "Loading UNet", "Sampling" })
	void isOrderlyByExit(final String stage) throws Exception {
		final Process process = start(stage, "exit");
		final String printed = new String(process.getInputStream().readAllBytes(),
			StandardCharsets.UTF_8);
		assertEquals(STATUS, process.waitFor(), printed);
		assertEquals("", printed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Loading UNet", "Sampling" })
	void isOrderlyByASignal(final String stage) throws Exception {
		final Process process = start(stage, "signal");
		final StringBuilder printed = new StringBuilder();
		while (!printed.toString().contains("at work")) {
			printed.append((char) process.getInputStream().read());
		}
		// NB: the process itself would close its streams.
		process.toHandle().destroy();
		printed.append(new String(process.getInputStream().readAllBytes(),
			StandardCharsets.UTF_8));
		process.waitFor();
		assertEquals("at work", printed.toString().strip());
	}

	private Process start(final String stage, final String how) throws Exception {
		return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"),
			"bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
			"-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + tmp.resolve("crash.log"),
			"-cp", System.getProperty("surefire.test.class.path", System.getProperty(
				"java.class.path")), Ending.class.getName(), stage, how))
			.redirectErrorStream(true).start();
	}
}
