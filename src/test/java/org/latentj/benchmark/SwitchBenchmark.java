
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/**
 * Two checkpoints in turn, a picture of one step each, with memory for the
 * larger of them: what is loaded, and the memory of the process.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.SwitchBenchmark LARGER OTHER PICTURES MAPPED
 * </pre>
 */
public final class SwitchBenchmark {

	private static final Txt2Img OPERATION = new Txt2Img(Generation.of(new Prompt(
		"a photo of a cat", "blurry"), new SamplingSettings(1, 1, 7, Samplers.EULER,
			Schedulers.NORMAL, 1)), 256, 256);

	private SwitchBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final List<ModelChoice> models = List.of(new ModelChoice(Path.of(args[0]),
			Optional.empty()), new ModelChoice(Path.of(args[1]), Optional.empty()));
		final AtomicLong peak = ProcessMemory.watchPeak();
		try (DiffusionEngine engine = new DiffusionEngine(1L << 40)) {
			engine.setSettings(OrtSettings.DEFAULT.with(MemoryMode.valueOf(args[3])));
			final Stopwatch watch = new Stopwatch();
			for (int i = 0; i < Integer.parseInt(args[2]); i++) {
				engine.run(models.get(i % 2), OPERATION, RunListener.NONE,
					new StopSignal());
				if (i == 0) {
					// NB: what the larger one takes alone.
					engine.cache().setBudget(engine.cache().loadedBytes());
				}
				System.gc();
				System.out.printf(
					"picture %d of %s, %s: loaded %d of %d MB, %s, peak %d MB%n", i + 1,
					models.get(i % 2).checkpoint().getFileName(), watch, engine.cache()
						.loadedBytes() >> 20, engine.cache().budget() >> 20, ProcessMemory
							.now(), peak.getAndSet(0));
			}
			engine.cache().setBudget(0);
			System.out.printf("nothing: loaded %d MB, %s%n", engine.cache()
				.loadedBytes() >> 20, ProcessMemory.now());
		}
	}
}
