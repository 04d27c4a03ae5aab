
package org.latentj.onednn;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/**
 * What a call of two items of a checkpoint's UNet costs in bf16, and how far it
 * is from the exact one:
 *
 * <pre>
 * java -cp ... org.latentj.onednn.OneDnnBenchmark CHECKPOINT CALLS SIDE ...
 * </pre>
 *
 * {@code OMP_NUM_THREADS=1} before it has it take one thread.
 */
public final class OneDnnBenchmark {

	private static final StopSignal GO = new StopSignal();

	private OneDnnBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final Weights weights = CheckpointFormats.open(Path.of(args[0])).weights()
			.at("model.diffusion_model");
		try (UNet exact = UNet.open(weights, 4, OrtSettings.DEFAULT.with(
			MemoryMode.BALANCED));
				UNet rounded = timed("opening", () -> UNet.open(weights, 4,
					Networks.BF16)))
		{
			for (int i = 2; i < args.length; i++) {
				run(exact, rounded, Integer.parseInt(args[i]), Integer.parseInt(
					args[1]));
			}
		}
	}

	private static void run(final UNet exact, final UNet rounded, final int side,
		final int calls)
	{
		final Tensor x = Networks.normal(1, 2, exact.config().inChannels(), side,
			side);
		final Tensor times = Tensor.full(500, 2);
		final Map<NetworkInput, Tensor> inputs = Networks.inputs(exact, 2, 77);
		Tensor made = null;
		for (int i = 0; i < calls; i++) {
			made = timed("bf16, " + side, () -> rounded.predict(x, times, inputs,
				GO));
		}
		final Tensor expected = timed("exact, " + side, () -> exact.predict(x,
			times, inputs, GO));
		System.out.println("relative error: " + Networks.error(expected, made));
	}

	private static <T> T timed(final String what, final Supplier<T> work) {
		final OperatingSystemMXBean system =
			(OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		final long cpu = system.getProcessCpuTime();
		final long wall = System.nanoTime();
		final T made = work.get();
		System.out.println(String.format(Locale.ROOT, "%s: CPU %.2f s, wall %.2f s",
			what, (system.getProcessCpuTime() - cpu) * 1e-9, (System.nanoTime() -
				wall) * 1e-9));
		return made;
	}
}
