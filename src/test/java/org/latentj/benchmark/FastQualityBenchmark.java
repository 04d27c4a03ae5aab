
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/**
 * How far the bundled checkpoint's pictures of each {@link Speed} are from the
 * exact ones, over prompts of its vocabulary with a seed each, 20 steps of
 * {@code dpmpp_2m} with {@code karras}, CFG 4:
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.FastQualityBenchmark CHECKPOINT PROMPTS [STEPS [QUALITY ...]]
 * </pre>
 *
 * {@code bf16} wants its engine's jar on the class path.
 */
public final class FastQualityBenchmark {

	private static final String[] DENSITIES = { "few", "several", "many", "dense",
		"two" };

	private static final String[] COLOURS = { "red", "green", "blue", "cyan",
		"magenta", "yellow", "white", "orange" };

	private static final String[] KINDS = { "nuclei", "spots", "bacteria",
		"yeast cells", "filaments", "cells", "neurons" };

	private static final String[] PLACES = { "", " on the left",
		" in the upper part", " on the right" };

	/** Where objects are counted. */
	private static final double THRESHOLD = 0.35;

	private FastQualityBenchmark() {}

	/** What became of one speed. */
	private static final class Sums {

		private final List<PictureDistance> distances = new ArrayList<>();

		private int objects;

		private int changed;
	}

	public static void main(final String[] args) throws IOException {
		final Path checkpoint = Path.of(args[0]);
		final int count = Integer.parseInt(args[1]);
		final int steps = args.length > 2 ? Integer.parseInt(args[2]) : 20;
		final List<Quality> qualities = args.length > 3 ? Arrays.stream(args).skip(
			3).map(Quality::of).toList() : List.of(Quality.EXACT, Quality.FAST);
		final Map<Speed, Sums> all = new LinkedHashMap<>();
		int objects = 0;
		try (DiffusionEngine engine = new DiffusionEngine()) {
			engine.setSettings(OrtSettings.DEFAULT.with(MemoryMode.BALANCED));
			for (int i = 0; i < count; i++) {
				final Tensor exact = made(engine, checkpoint, i, steps, Speed.EXACT);
				final int own = PictureDistance.objects(exact, THRESHOLD);
				objects += own;
				for (final Speed speed : speeds(qualities)) {
					final Tensor other = made(engine, checkpoint, i, steps, speed);
					final Sums sums = all.computeIfAbsent(speed, k -> new Sums());
					sums.distances.add(PictureDistance.of(exact, other));
					final int others = PictureDistance.objects(other, THRESHOLD);
					sums.objects += others;
					sums.changed += Math.abs(others - own);
				}
			}
		}
		final int exactly = objects;
		System.out.println(count + " prompts, " + steps + " steps, " + exactly +
			" objects");
		all.forEach((speed, sums) -> print(speed, sums, exactly));
	}

	private static List<Speed> speeds(final List<Quality> qualities) {
		final List<Speed> all = new ArrayList<>();
		for (final Quality quality : qualities) {
			for (int reuse = 1; reuse <= Speed.MOST_REUSE; reuse++) {
				if (quality != Quality.EXACT || reuse > 1) {
					all.add(new Speed(quality, reuse));
				}
			}
		}
		return all;
	}

	static String prompt(final int i) {
		return DENSITIES[i % DENSITIES.length] + " " + COLOURS[i * 3 %
			COLOURS.length] + " " + KINDS[i % KINDS.length] + PLACES[i / 2 %
				PLACES.length];
	}

	private static Tensor made(final DiffusionEngine engine, final Path file,
		final int i, final int steps, final Speed speed) throws IOException
	{
		return engine.run(new ModelChoice(file, Optional.empty()), new Txt2Img(
			Generation.of(new Prompt(prompt(i), ""), new SamplingSettings(1000 + i,
				steps, 4, Samplers.DPMPP_2M, Schedulers.KARRAS, 1).withSpeed(speed)),
			128, 128), RunListener.NONE, new StopSignal()).pixels();
	}

	private static void print(final Speed speed, final Sums sums,
		final int exactly)
	{
		final double[] ssim = sums.distances.stream().mapToDouble(
			PictureDistance::ssim).sorted().toArray();
		final double[] psnr = sums.distances.stream().mapToDouble(
			PictureDistance::psnr).sorted().toArray();
		System.out.println(String.format(Locale.ROOT,
			"%s, reuse %d: SSIM mean %.4f, median %.4f, least %.4f; PSNR mean %.1f, median %.1f, least %.1f dB; objects %d of %d, %d more or fewer",
			speed.quality(), speed.reuse(), mean(ssim), ssim[ssim.length / 2],
			ssim[0], mean(psnr), psnr[psnr.length / 2], psnr[0], sums.objects,
			exactly, sums.changed));
	}

	private static double mean(final double[] all) {
		double sum = 0;
		for (final double v : all) {
			sum += v / all.length;
		}
		return sum;
	}
}
