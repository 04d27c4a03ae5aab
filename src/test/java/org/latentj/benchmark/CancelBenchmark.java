
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CancellationException;

import org.latentj.control.StopSignal;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Txt2Img;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.service.ModelChoice;
import org.latentj.service.StableDiffusionService;
import org.latentj.tensor.Tensor;

/**
 * How long a run takes to end when it is stopped in the midst of each stage.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.CancelBenchmark CHECKPOINT SIDE MILLIS
 * </pre>
 *
 * A stage is stopped so many milliseconds after it has begun; the first run of
 * a process loads.
 */
public final class CancelBenchmark {

	private CancelBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final int side = Integer.parseInt(args[1]);
		final StableDiffusionService service = new StableDiffusionService();
		try {
			for (final String stage : Arrays.asList("Encoding", "Loading", "Sampling",
				"Decoding", "Decoding"))
			{
				final StopSignal stop = new StopSignal();
				final Stopper stopper = new Stopper(stage, Integer.parseInt(args[2]),
					stop);
				try {
					service.run(new ModelChoice(Path.of(args[0]), Optional.empty()),
						new Txt2Img(new Prompt("a photo of a cat", "blurry"), side, side, 1,
							1, new SamplingSettings(1, 1, 7, Samplers.EULER,
								Schedulers.NORMAL, 1)), stopper, stop);
					System.out.println(stage + ": was over before it was stopped");
				}
				catch (final CancellationException e) {
					System.out.printf("%s: %.1f ms%n", stage, (System.nanoTime() -
						stopper.stopped) / 1e6);
				}
			}
		}
		finally {
			service.dispose();
		}
	}

	/** Stops some time after a stage has begun. */
	private static final class Stopper implements RunListener {

		private final String stage;

		private final int millis;

		private final StopSignal stop;

		private volatile long stopped;

		Stopper(final String stage, final int millis, final StopSignal stop) {
			this.stage = stage;
			this.millis = millis;
			this.stop = stop;
		}

		@Override
		public void onStage(final String name) {
			if (name.startsWith(stage)) {
				new Timer(true).schedule(new TimerTask() {

					@Override
					public void run() {
						stopped = System.nanoTime();
						stop.stop();
					}
				}, millis);
			}
		}

		@Override
		public void onStep(final int step, final int steps, final double sigma,
			final Tensor denoised)
		{}
	}
}
