
package org.latentj.onednn;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;
import org.latentj.vae.Vae;

/**
 * What a call of two items of a checkpoint's UNet costs in bf16, or a picture's
 * way through its VAE, and how far it is from the exact one:
 *
 * <pre>
 * java -cp ... org.latentj.onednn.OneDnnBenchmark CHECKPOINT CALLS SIDE ...
 * java -cp ... org.latentj.onednn.OneDnnBenchmark CHECKPOINT CALLS vae SIDE ...
 * </pre>
 *
 * {@code SIDE} is in latent cells, of a picture in pixels.
 * {@code OMP_NUM_THREADS=1} before it has it take one thread.
 */
public final class OneDnnBenchmark {

	private static final StopSignal GO = new StopSignal();

	private static final OrtSettings EXACT = OrtSettings.DEFAULT.with(
		MemoryMode.BALANCED);

	private OneDnnBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final Checkpoint file = CheckpointFormats.open(Path.of(args[0]));
		final List<String> rest = List.of(args).subList(2, args.length);
		final int calls = Integer.parseInt(args[1]);
		if (rest.get(0).equals("vae")) {
			final Weights weights = ModelFamilies.ALL.vae(file);
			for (final String side : rest.subList(1, rest.size())) {
				vae(weights, Integer.parseInt(side), calls);
			}
			return;
		}
		final Weights weights = file.weights().at("model.diffusion_model");
		try (UNet exact = UNet.open(weights, 4, EXACT);
				UNet rounded = timed("opening", () -> UNet.open(weights, 4,
					Networks.BF16)))
		{
			for (final String side : rest) {
				unet(exact, rounded, Integer.parseInt(side), calls);
			}
		}
	}

	private static void unet(final UNet exact, final UNet rounded, final int side,
		final int calls)
	{
		final Tensor x = Networks.normal(1, 2, exact.config().inChannels(), side,
			side);
		final Tensor times = Tensor.full(500, 2);
		final Map<NetworkInput, Tensor> inputs = Networks.inputs(exact, 2, 77);
		run(side + "", calls, () -> exact.predict(x, times, inputs, GO),
			() -> rounded.predict(x, times, inputs, GO));
	}

	/** NB: the first call lays the weights out. */
	private static void vae(final Weights weights, final int side,
		final int calls)
	{
		try (Vae exact = Vae.open(weights, EXACT);
				Vae rounded = Vae.open(weights, Networks.BF16))
		{
			final int cells = side / exact.config().factor();
			final Tensor latent = Networks.normal(1, 1, exact.config().channels(),
				cells, cells);
			final Tensor picture = Networks.normal(2, 1, 3, side, side).map(v -> Math
				.min(1, Math.max(0, 0.5f + v / 4)));
			// NB: in the network's range.
			run("decoder " + side, calls, () -> exact.decode(latent, GO).map(v -> 2 *
				v - 1), () -> rounded.decode(latent, GO).map(v -> 2 * v - 1));
			run("encoder " + side, calls, () -> exact.moments(picture, GO),
				() -> rounded.moments(picture, GO));
		}
	}

	private static void run(final String what, final int calls,
		final Supplier<Tensor> exact, final Supplier<Tensor> rounded)
	{
		Tensor made = null;
		for (int i = 0; i < calls; i++) {
			made = timed("bf16, " + what, rounded);
		}
		final Tensor expected = timed("exact, " + what, exact);
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
