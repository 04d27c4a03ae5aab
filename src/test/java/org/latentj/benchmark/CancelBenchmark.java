
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CancellationException;

import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.service.StableDiffusionService;
import org.latentj.tensor.Tensor;

/**
 * How long a run takes to end when it is stopped in the midst of each stage.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.CancelBenchmark CHECKPOINT SIDE MILLIS...
 * </pre>
 *
 * A stage is stopped so many milliseconds after it has begun, in one run for
 * each of these moments; the first run of a process loads.
 */
public final class CancelBenchmark {

	private static final List<String> STAGES = List.of("Loading UNet",
		"Encoding prompt", "Encoding image", "Sampling", "Decoding");

	private CancelBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final ModelChoice models = new ModelChoice(Path.of(args[0]), Optional
			.empty());
		final int side = Integer.parseInt(args[1]);
		final StableDiffusionService service = new StableDiffusionService();
		try {
			for (final String stage : STAGES) {
				for (int i = 2; i < args.length; i++) {
					final int millis = Integer.parseInt(args[i]);
					System.out.println(stage + ", stopped after " + millis + " ms: " +
						stop(service, models, operation(side), stage, millis));
				}
			}
		}
		finally {
			service.dispose();
		}
	}

	private static Operation operation(final int side) {
		return new Img2Img(new Generation(new Prompt("a photo of a cat", "blurry"),
			1, 1, new SamplingSettings(1, 1, 7, Samplers.EULER, Schedulers.NORMAL,
				1)), new Source.OfPicture(Tensor.full(0.5f, 1, 3, side, side)));
	}

	private static String stop(final StableDiffusionService service,
		final ModelChoice models, final Operation operation, final String stage,
		final int millis) throws IOException
	{
		final StopSignal stop = new StopSignal();
		final Stopper stopper = new Stopper(stage, millis, stop);
		try {
			service.run(models, operation, stopper, stop);
			return "was over before";
		}
		catch (final CancellationException e) {
			return String.format("%.1f ms (%s)", (System.nanoTime() -
				stopper.stopped) / 1e6, stopper.last);
		}
	}

	/** Stops some time after a stage has begun. */
	private static final class Stopper implements RunListener {

		private final String stage;

		private final int millis;

		private final StopSignal stop;

		private volatile long stopped;

		/** The stage that it was in when it ended. */
		private volatile String last;

		Stopper(final String stage, final int millis, final StopSignal stop) {
			this.stage = stage;
			this.millis = millis;
			this.stop = stop;
		}

		@Override
		public void onStage(final Stage name) {
			last = name.text();
			if (name.text().startsWith(stage)) {
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
