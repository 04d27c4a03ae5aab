
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.attention.AttentionListener;
import org.latentj.sampling.attention.AttentionOutputs;
import org.latentj.sampling.attention.LevelAttention;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/**
 * What the UNet of a checkpoint costs in one memory mode: opening, first call,
 * further calls, memory; perhaps giving out what it attends to. One mode a
 * process, so that memory is told apart:
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.UNetBenchmark CHECKPOINT MODE SIDE CALLS [words|self]
 * </pre>
 */
public final class UNetBenchmark {

	private UNetBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final Path file = Path.of(args[0]);
		final MemoryMode mode = MemoryMode.valueOf(args[1].toUpperCase(
			Locale.ROOT));
		final int side = Integer.parseInt(args[2]);
		final int calls = Integer.parseInt(args[3]);
		final AttentionOutputs outputs = args.length < 5 ? AttentionOutputs.NONE
			: args[4].equals("words") ? AttentionOutputs.WORDS : AttentionOutputs
				.withSelf(side, side, 1024);
		final AtomicLong peak = ProcessMemory.watchPeak();
		final Stopwatch opening = new Stopwatch();
		final Weights weights = CheckpointFormats.open(file).weights().at(
			"model.diffusion_model");
		try (UNet unet = UNet.open(weights, 4, outputs, OrtSettings.DEFAULT.with(
			mode)))
		{
			System.out.println(mode + ", latent " + side + " x " + side +
				", batch 2");
			System.out.println("open:        " + opening);
			final Tensor x = Tensor.full(0.5f, 2, unet.config().inChannels(), side,
				side);
			final Tensor context = Tensor.full(0.1f, 2, 77, unet.config()
				.contextWidth());
			for (int i = 0; i < calls; i++) {
				final Stopwatch call = new Stopwatch();
				unet.observedBy(new Heard(outputs), new StopSignal()).predict(x, 500,
					List.of(Conditioning.ofContext(context.items(0, 1)), Conditioning
						.ofContext(context.items(1, 2))));
				System.out.println("call " + (i + 1) + ":      " + call);
			}
			System.out.println(ProcessMemory.now() + ", at most " + peak +
				" MB anonymous");
		}
	}

	/** Takes what it asked for and does nothing with it. */
	private record Heard(AttentionOutputs outputs) implements AttentionListener {

		@Override
		public void onAttention(final Tensor contexts,
			final List<LevelAttention> levels)
		{
			if (!outputs.isAny() || levels.isEmpty()) {
				throw new IllegalStateException("told what nobody asked for");
			}
		}
	}
}
