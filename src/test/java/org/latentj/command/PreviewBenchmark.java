
package org.latentj.command;

import com.sun.management.OperatingSystemMXBean;

import java.awt.EventQueue;
import java.lang.management.ManagementFactory;

import org.latentj.command.preview.StepLook;
import org.latentj.command.preview.StepViews;
import org.latentj.control.StopSignal;
import org.latentj.family.Sd1;
import org.latentj.latent.LatentFormat;
import org.latentj.pipeline.Estimate;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/**
 * What the fast preview of a step costs, its window included, for pictures of
 * some sizes. It needs a screen.
 *
 * <pre>
 * java -cp ... org.latentj.command.PreviewBenchmark MILLISECONDS_A_STEP
 * </pre>
 */
public final class PreviewBenchmark {

	private static final int STEPS = 500;

	private static final int ROUNDS = 3;

	private PreviewBenchmark() {}

	public static void main(final String[] args) throws Exception {
		final long pause = Long.parseLong(args[0]);
		for (final int side : new int[] { 128, 512, 1024 }) {
			final Tensor latent = TorchNoise.latent(1, 1, 4, side / 8, side / 8);
			for (int i = 0; i < ROUNDS; i++) {
				System.out.printf("%d x %d, ms of CPU a step: %s; no preview: %s%n",
					side, side, run(StepLook.FAST, latent, pause), run(StepLook.NONE,
						latent, pause));
			}
		}
		System.exit(0);
	}

	/** Looks at steps, each of which is waited for and painted. */
	private static Spent run(final StepLook look, final Tensor latent,
		final long pause) throws Exception
	{
		try (StepViews views = new StepViews(look, false, new StopSignal())) {
			views.onEstimate(estimate(1, latent));
			Thread.sleep(1000);
			final Spent start = Spent.now();
			long inRun = 0;
			for (int step = 1; step <= STEPS; step++) {
				Thread.sleep(pause);
				final long before = Spent.now().run;
				views.onEstimate(estimate(step, latent));
				inRun += Spent.now().run - before;
				EventQueue.invokeAndWait(() -> {});
			}
			return new Spent(inRun, Spent.now().all - start.all);
		}
	}

	private static Estimate estimate(final int step, final Tensor latent) {
		return new Estimate(step, STEPS, 14.6, latent, Sd1.LATENTS, x -> x);
	}

	/**
	 * CPU time in nanoseconds.
	 *
	 * @param run of the thread that samples
	 * @param all of the process
	 */
	private record Spent(long run, long all) {

		static Spent now() {
			return new Spent(ManagementFactory.getThreadMXBean()
				.getCurrentThreadCpuTime(), ((OperatingSystemMXBean) ManagementFactory
					.getOperatingSystemMXBean()).getProcessCpuTime());
		}

		@Override
		public String toString() {
			return String.format("%.3f in the run, %.2f in all", run / 1e6 / STEPS,
				all / 1e6 / STEPS);
		}
	}
}
