
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.image.Mask;
import org.latentj.latent.Crop;
import org.latentj.latent.ResizeMethod;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.operation.Operation;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.operation.inpainting.Repair;
import org.latentj.operation.Source;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.Upscale;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/**
 * The most anonymous memory that the first run of a process takes in addition
 * to what was there before, for each stage, in MB. Java's heap counts as far as
 * it was not touched before: with {@code -Xms} as large as {@code -Xmx} and
 * {@code -XX:+AlwaysPreTouch} the figures are of all else. What the heap needs
 * is the least {@code -Xmx} with which a run comes through.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.MemoryBenchmark CHECKPOINT MODE OPERATION WIDTH HEIGHT BATCH CFG
 * </pre>
 */
public final class MemoryBenchmark {

	private MemoryBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final Operation operation = operation(args[2], Integer.parseInt(args[3]),
			Integer.parseInt(args[4]), Integer.parseInt(args[5]), Double.parseDouble(
				args[6]));
		final Map<String, Long> stages = new LinkedHashMap<>();
		try (DiffusionEngine engine = new DiffusionEngine()) {
			engine.setSettings(OrtSettings.DEFAULT.with(MemoryMode.valueOf(args[1]
				.toUpperCase(Locale.ROOT))));
			final long before = ProcessMemory.now().anonymous();
			final AtomicLong peak = ProcessMemory.watchPeak();
			final String[] stage = { "start" };
			final Runnable next = () -> stages.merge(stage[0].replaceAll(" .*", ""),
				peak.getAndSet(0) - before, Math::max);
			engine.run(new ModelChoice(Path.of(args[0]), Optional.empty()), operation,
				new RunListener()
				{

					@Override
					public void onStep(final int step, final int steps,
						final double sigma, final Tensor denoised)
				{
						// told by stages
					}

					@Override
					public void onStage(final Stage now) {
						next.run();
						stage[0] = now.text();
					}
				}, new StopSignal());
			next.run();
		}
		System.out.println(String.join(" ", Arrays.asList(args).subList(1,
			args.length)) + " " + stages + " most " + stages.values().stream()
				.mapToLong(Long::longValue).max().orElseThrow());
	}

	private static Operation operation(final String name, final int width,
		final int height, final int batch, final double cfg)
	{
		final SamplingSettings sampling = new SamplingSettings(1, 1, cfg,
			Samplers.EULER, Schedulers.NORMAL, 1);
		final Generation all = new Generation(new Prompt("many nuclei", ""), batch,
			1, sampling);
		return switch (name) {
			case "txt2img" -> new Txt2Img(all, width, height);
			case "img2img" -> new Img2Img(all, picture(width, height));
			case "inpaint" -> new Inpaint(all, picture(width, height).image(), Mask
				.whole(width, height), new Repair(InpaintEncoder.INPAINT, 6, 8));
			case "upscale" -> new Upscale(all, picture(width / 2, height / 2),
				ResizeMethod.BILINEAR, 2, 0, 0, Crop.DISABLED);
			default -> throw new IllegalArgumentException(name);
		};
	}

	private static Source.OfPicture picture(final int width, final int height) {
		return new Source.OfPicture(Tensor.full(0.5f, 1, 3, height, width));
	}
}
