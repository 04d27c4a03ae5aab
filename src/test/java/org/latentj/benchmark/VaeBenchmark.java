
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;
import org.latentj.vae.Vae;

/**
 * What decoding a large picture costs in time and memory, and how steep its
 * lines are at most: a seam between tiles would stand out. One decode a
 * process:
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.VaeBenchmark CHECKPOINT SIDE MEMORY_MB [TILE]
 * </pre>
 *
 * SIDE is in pixels; a picture that takes more than MEMORY_MB goes in tiles. If
 * their side in latent cells is given, steps between neighbouring pixels are
 * told apart: across lines where a tile begins or ends, and across all others.
 * The latent is smooth noise, so that the picture has no steps of its own.
 */
public final class VaeBenchmark {

	private VaeBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final int cells = Integer.parseInt(args[1]) / 8;
		final Tensor latent = smooth(cells);
		final AtomicLong peak = ProcessMemory.watchPeak();
		try (Vae vae = Vae.open(Vae.weights(Checkpoint.open(Path.of(args[0]))),
			OrtSettings.DEFAULT.with(MemoryMode.BALANCED), Long.parseLong(
				args[2]) << 20))
		{
			System.out.println("before:   " + ProcessMemory.now() + ", " + vae
				.config());
			final Stopwatch watch = new Stopwatch();
			final Tensor picture = vae.decode(latent, new StopSignal());
			System.out.println("decoded:  " + watch + "; " + ProcessMemory.now() +
				", peak anonymous " + peak.get() + " MB");
			if (args.length > 3) {
				printSteps(picture, Integer.parseInt(args[3]));
			}
		}
	}

	/** Noise of every 16th cell, linear between. */
	private static Tensor smooth(final int cells) {
		final int few = cells / 16 + 2;
		final Tensor coarse = TorchNoise.latent(1, 1, 4, few, few);
		final Tensor fine = Tensor.zeros(1, 4, cells, cells);
		for (int i = 0; i < fine.length(); i++) {
			final int channel = i / (cells * cells);
			final int y = i / cells % cells;
			final int x = i % cells;
			final int at = (channel * few + y / 16) * few + x / 16;
			final float right = x % 16 / 16f;
			final float down = y % 16 / 16f;
			fine.data()[i] = (1 - down) * ((1 - right) * coarse.data()[at] + right *
				coarse.data()[at + 1]) + down * ((1 - right) * coarse.data()[at + few] +
					right * coarse.data()[at + few + 1]);
		}
		return fine;
	}

	/** NB: tiles overlap by 16 cells of 8 pixels. */
	private static void printSteps(final Tensor picture, final int tile) {
		final int side = picture.size(3);
		final double[] steps = new double[side];
		for (int i = 1; i < picture.length(); i++) {
			final double step = Math.abs(picture.data()[i] - picture.data()[i - 1]);
			steps[i % side] = i % side == 0 ? 0 : Math.max(steps[i % side], step);
		}
		double atSeams = 0;
		double elsewhere = 0;
		for (int x = 1; x < side; x++) {
			final int place = x % (8 * (tile - 16));
			if (x >= 8 * (tile - 16) && (place == 0 || place == 128)) {
				atSeams = Math.max(atSeams, steps[x]);
			}
			else {
				elsewhere = Math.max(elsewhere, steps[x]);
			}
		}
		System.out.printf("largest step between columns: %.2f/255 at seams, " +
			"%.2f/255 elsewhere%n", 255 * atSeams, 255 * elsewhere);
	}
}
