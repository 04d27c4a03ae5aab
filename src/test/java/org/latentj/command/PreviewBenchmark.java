
package org.latentj.command;

import java.lang.management.ManagementFactory;

import org.latentj.latent.LatentFormat;
import org.latentj.pipeline.Estimate;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/**
 * What the fast preview of a step costs, for pictures of some sizes.
 *
 * <pre>
 * java -cp ... org.latentj.command.PreviewBenchmark
 * </pre>
 */
public final class PreviewBenchmark {

	private static final int TIMES = 200;

	private PreviewBenchmark() {}

	private static long cpu() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	public static void main(final String[] args) {
		for (final int side : new int[] { 128, 512, 1024 }) {
			final Tensor latent = TorchNoise.latent(1, 1, 4, side / 8, side / 8);
			final Estimate estimate = new Estimate(1, 20, 14.6, latent,
				LatentFormat.SD1, x -> x);
			for (int i = 0; i < TIMES; i++) {
				StepLook.FAST.pictures(estimate);
			}
			final long start = cpu();
			for (int i = 0; i < TIMES; i++) {
				StepLook.FAST.pictures(estimate);
			}
			System.out.printf("%d x %d: %.2f ms of CPU%n", side, side, (cpu() -
				start) / 1e6 / TIMES);
		}
	}
}
