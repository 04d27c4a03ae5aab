
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.service.StableDiffusionService;
import org.latentj.tensor.Tensor;

/**
 * What a whole picture costs: until the first step starts, for each step, until
 * the picture is there, and memory. One memory mode a process:
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.Txt2ImgBenchmark CHECKPOINT MODE SIDE STEPS RUNS [BATCH [QUALITY [REUSE]]]
 * </pre>
 *
 * Each picture has a seed of its own.
 */
public final class Txt2ImgBenchmark {

	private Txt2ImgBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final int side = Integer.parseInt(args[2]);
		final SamplingSettings sampling = new SamplingSettings(1, Integer.parseInt(
			args[3]), 7, Samplers.EULER, Schedulers.NORMAL, 1).withSpeed(new Speed(
				args.length > 6 ? Quality.of(args[6]) : Quality.EXACT, args.length > 7
					? Integer.parseInt(args[7]) : 1));
		final StableDiffusionService service = new StableDiffusionService();
		service.setSettings(OrtSettings.DEFAULT.with(MemoryMode.valueOf(args[1]
			.toUpperCase(Locale.ROOT))));
		final AtomicLong peak = ProcessMemory.watchPeak();
		try {
			for (int i = 0; i < Integer.parseInt(args[4]); i++) {
				final Txt2Img operation = new Txt2Img(new Generation(new Prompt(
					"a photo of a cat", "blurry"), args.length > 5 ? Integer.parseInt(
						args[5]) : 1, 1, sampling.withSeed(i)), side, side);
				final Stopwatch watch = new Stopwatch();
				service.run(new ModelChoice(Path.of(args[0]), Optional.empty()),
					operation, new Report(watch, peak), new StopSignal());
				System.out.println("picture:           " + watch + "; " + ProcessMemory
					.now() + ", peak anonymous " + peak.getAndSet(0) + " MB");
			}
		}
		finally {
			service.dispose();
		}
	}

	/** Prints when each stage begins and each step's model call ends. */
	private record Report(Stopwatch watch, AtomicLong peak)
			implements
				RunListener {

		@Override
		public void onStage(final Stage stage) {
			print(stage.text());
		}

		@Override
		public void onStep(final int step, final int steps, final double sigma,
			final Tensor denoised)
		{
			print("step " + step);
		}

		private void print(final String what) {
			System.out.printf("%-18s %s; %s, peak anonymous %d MB%n", what, watch,
				ProcessMemory.now(), peak.getAndSet(0));
		}
	}
}
