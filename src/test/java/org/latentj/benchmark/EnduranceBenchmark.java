
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.service.StableDiffusionService;

/**
 * Many tiny pictures in a row: time, Java's heap after collection, and the
 * memory of the process, ten times on the way.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.EnduranceBenchmark CHECKPOINT PICTURES
 * </pre>
 */
public final class EnduranceBenchmark {

	private EnduranceBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final int count = Integer.parseInt(args[1]);
		final ModelChoice models = new ModelChoice(Path.of(args[0]), Optional
			.empty());
		final StableDiffusionService service = new StableDiffusionService();
		try {
			final Stopwatch watch = new Stopwatch();
			for (int i = 0; i < count; i++) {
				service.run(models, new Txt2Img(new Generation(new Prompt(
					"a photo of a cat, " + i, "blurry"), 1, 1, new SamplingSettings(i, 1,
						7, Samplers.EULER, Schedulers.NORMAL, 1)), 16, 16),
					RunListener.NONE, new StopSignal());
				if (i == 0 || (i + 1) % (count / 10) == 0) {
					report(i + 1, watch);
				}
			}
		}
		finally {
			service.dispose();
		}
	}

	private static void report(final int pictures, final Stopwatch watch) {
		System.gc();
		final Runtime java = Runtime.getRuntime();
		System.out.printf("%5d pictures, %s; %s, heap %d of %d MB%n", pictures,
			watch, ProcessMemory.now(), (java.totalMemory() - java
				.freeMemory()) >> 20, java.totalMemory() >> 20);
	}
}
