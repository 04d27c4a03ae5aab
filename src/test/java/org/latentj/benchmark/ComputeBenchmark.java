
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.ExecutionProvider;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/**
 * What threads and precision do for a call of the UNet (two items): some calls
 * of each in turn in one process, as ratios to one thread in single precision;
 * medians of the rounds.
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.ComputeBenchmark CHECKPOINT SIDE ROUNDS CALLS
 * </pre>
 */
public final class ComputeBenchmark {

	private ComputeBenchmark() {}

	private record Times(List<Double> wall, List<Double> cpu) {
	}

	public static void main(final String[] args) throws IOException {
		final Weights weights = CheckpointFormats.open(Path.of(args[0])).weights()
			.at("model.diffusion_model");
		final int side = Integer.parseInt(args[1]);
		final int calls = Integer.parseInt(args[3]);
		final Map<OrtSettings, UNet> all = new LinkedHashMap<>();
		for (final Precision precision : List.of(Precision.SINGLE,
			Precision.HALF))
		{
			for (final int threads : new int[] { 1, 2 }) {
				final OrtSettings how = new OrtSettings(ExecutionProvider.CPU,
					MemoryMode.PACKED, threads, precision);
				all.put(how, UNet.open(weights, 4, how));
			}
		}
		final Map<OrtSettings, Times> times = new LinkedHashMap<>();
		for (int round = -1; round < Integer.parseInt(args[2]); round++) {
			for (final Map.Entry<OrtSettings, UNet> e : all.entrySet()) {
				final Stopwatch watch = new Stopwatch();
				for (int call = 0; call < calls; call++) {
					predict(e.getValue(), side);
				}
				if (round >= 0) {
					final Times of = times.computeIfAbsent(e.getKey(), k -> new Times(
						new ArrayList<>(), new ArrayList<>()));
					of.wall().add(watch.wallSeconds() / calls);
					of.cpu().add(watch.cpuSeconds() / calls);
				}
			}
		}
		final Times first = times.values().iterator().next();
		times.forEach((how, of) -> System.out.printf(Locale.ROOT,
			"%s, %d threads: wall %.4f s (%.2f), CPU %.4f s (%.2f)%n", how.precision()
				.id(), how.threads(), median(of.wall()), ratio(of.wall(), first.wall()),
			median(of.cpu()), ratio(of.cpu(), first.cpu())));
		all.values().forEach(UNet::close);
	}

	private static void predict(final UNet unet, final int side) {
		unet.predict(Tensor.full(0.5f, 2, unet.config().inChannels(), side, side),
			Tensor.full(500, 2), Tensor.full(0.1f, 2, 77, unet.config()
				.contextWidth()), new StopSignal());
	}

	/** The median of the ratios of each round. */
	private static double ratio(final List<Double> a, final List<Double> b) {
		final List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < a.size(); i++) {
			ratios.add(a.get(i) / b.get(i));
		}
		return median(ratios);
	}

	private static double median(final List<Double> values) {
		final double[] sorted = values.stream().mapToDouble(Double::doubleValue)
			.sorted().toArray();
		return sorted[sorted.length / 2];
	}
}
