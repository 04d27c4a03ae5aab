
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/**
 * What a call of a checkpoint's UNet costs in the quality {@code fast} beside
 * {@code exact}, in turns, and how far its prediction is off:
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.FastBenchmark CHECKPOINT ROUNDS SIDE...
 * </pre>
 *
 * With 0 rounds: what a call costs in which deep layers rest.
 */
public final class FastBenchmark {

	private FastBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final Weights weights = CheckpointFormats.open(Path.of(args[0])).weights()
			.at("model.diffusion_model");
		final int rounds = Integer.parseInt(args[1]);
		if (rounds == 0) {
			for (final Precision precision : List.of(Precision.SINGLE,
				Precision.INTEGER))
			{
				rest(weights, precision, Integer.parseInt(args[2]));
			}
			return;
		}
		try (UNet exact = open(weights, Precision.SINGLE);
				UNet fast = open(weights, Precision.INTEGER))
		{
			for (int i = 2; i < args.length; i++) {
				for (int items = 1; items <= 2; items++) {
					compare(exact, fast, Integer.parseInt(args[i]), items, rounds);
				}
			}
		}
	}

	/** Of two calls in a row the whole one and that in which layers rest. */
	private static void rest(final Weights weights, final Precision precision,
		final int side)
	{
		try (UNet unet = UNet.openReusing(weights, 4, OrtSettings.DEFAULT.with(
			MemoryMode.BALANCED).with(precision)))
		{
			final DiffusionModel model = unet.stoppedBy(new StopSignal()).reusing(2,
				1000);
			final Tensor x = new TorchNoise(1).randn(1, 4, side, side);
			final List<Conditioning> told = List.of(Conditioning.ofContext(
				new TorchNoise(2).randn(1, 77, unet.config().contextWidth())));
			for (int round = 0; round < 2; round++) {
				final Stopwatch whole = new Stopwatch();
				model.predict(x, 500, told);
				final double before = whole.cpuSeconds();
				final Stopwatch part = new Stopwatch();
				model.predict(x, 500, told);
				System.out.println(String.format(Locale.ROOT,
					"%s, latent %d x %d: whole %.2f, resting %.2f CPU s", precision.id(),
					side, side, before, part.cpuSeconds()));
			}
		}
	}

	private static UNet open(final Weights weights, final Precision precision) {
		final Stopwatch opening = new Stopwatch();
		final UNet unet = UNet.open(weights, 4, OrtSettings.DEFAULT.with(
			MemoryMode.BALANCED).with(precision));
		System.out.println(precision.id() + " opened: " + opening);
		return unet;
	}

	private static void compare(final UNet exact, final UNet fast, final int side,
		final int items, final int rounds)
	{
		final Tensor x = new TorchNoise(1).randn(items, exact.config().inChannels(),
			side, side);
		final Tensor times = Tensor.full(500, items);
		final Tensor context = new TorchNoise(2).randn(items, 77, exact.config()
			.contextWidth());
		final List<UNet> both = List.of(exact, fast);
		final List<List<Double>> seconds = List.of(new ArrayList<>(),
			new ArrayList<>());
		final Tensor[] made = new Tensor[2];
		for (int round = 0; round <= rounds; round++) {
			for (int k = 0; k < 2; k++) {
				final Stopwatch call = new Stopwatch();
				made[k] = both.get(k).predict(x, times, context, new StopSignal());
				if (round > 0) {
					seconds.get(k).add(call.cpuSeconds());
				}
			}
		}
		final double before = median(seconds.get(0));
		final double after = median(seconds.get(1));
		System.out.println(String.format(Locale.ROOT,
			"latent %d x %d, %d item(s): exact %.2f, fast %.2f CPU s, ratio %.2f; relative error %.4f",
			side, side, items, before, after, after / before, norm(made[1].minus(
				made[0])) / norm(made[0])));
	}

	private static double median(final List<Double> all) {
		Collections.sort(all);
		return all.get(all.size() / 2);
	}

	private static double norm(final Tensor x) {
		double sum = 0;
		for (final float v : x.data()) {
			sum += (double) v * v;
		}
		return Math.sqrt(sum);
	}
}
