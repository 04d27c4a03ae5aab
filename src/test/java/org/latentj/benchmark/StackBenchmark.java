
package org.latentj.benchmark;

import ij.IJ;
import ij.ImagePlus;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.latentj.command.Img2ImgCommand;
import org.latentj.service.StableDiffusionService;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;

/**
 * What so many slices of a stack cost, of the whole command, in slices of a
 * single one: CPU time, in rounds, after a first round that doesn't count.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.StackBenchmark CHECKPOINT SIDE STEPS ROUNDS
 * </pre>
 */
public final class StackBenchmark {

	private static final int[] SLICES = { 1, 4, 16 };

	private StackBenchmark() {}

	public static void main(final String[] args) throws Exception {
		final int rounds = Integer.parseInt(args[3]);
		final Map<Integer, double[]> seconds = new TreeMap<>();
		try (Context context = new Context(List.<Class<? extends Service>> of(
			StableDiffusionService.class, CommandService.class, PrefService.class,
			StatusService.class, TaskService.class)))
		{
			for (int round = -1; round < rounds; round++) {
				for (final int slices : SLICES) {
					final double cpu = run(context, slices, args);
					if (round >= 0) {
						seconds.computeIfAbsent(slices, n -> new double[rounds])[round] =
							cpu;
					}
				}
			}
			final long loads = context.service(StableDiffusionService.class).cache()
				.loads();
			final double one = median(seconds.get(1));
			seconds.forEach((slices, all) -> System.out.printf(
				"%2d slices: CPU %.3f s (%.3f to %.3f), %.3f of %d times one%n", slices,
				median(all), all[0], all[all.length - 1], median(all) / (slices * one),
				slices));
			System.out.println(loads + " parts loaded in all");
		}
		System.exit(0);
	}

	/** Sorts them, too. */
	private static double median(final double[] numbers) {
		Arrays.sort(numbers);
		return numbers[numbers.length / 2];
	}

	private static double run(final Context context, final int slices,
		final String[] args) throws Exception
	{
		final int side = Integer.parseInt(args[1]);
		final ImagePlus image = IJ.createImage("stack", "16-bit ramp", side, side,
			slices);
		final Stopwatch watch = new Stopwatch();
		final Module module = context.service(ModuleService.class).run(context
			.service(CommandService.class).getCommand(Img2ImgCommand.class), true,
			"checkpoint", args[0], "input", image, "stack", true, "prompt",
			"many green nuclei", "negative", "blurry", "steps", Integer.parseInt(
				args[2]), "cfg", 4.5, "seed", "42").get();
		final double cpu = watch.cpuSeconds();
		if (((Cancelable) module).isCanceled()) {
			throw new IllegalStateException(((Cancelable) module).getCancelReason());
		}
		return cpu;
	}
}
