
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;
import org.latentj.vae.Vae;

/**
 * What decoding a large picture costs in time and memory, and how far it is
 * from the whole picture where it goes in tiles. One decode a process:
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.VaeBenchmark CHECKPOINT SIDE MEMORY_MB [whole]
 * </pre>
 *
 * SIDE is in pixels; a picture that takes more than MEMORY_MB goes in tiles.
 * With {@code whole} it is decoded whole, too, behind the measurement, and
 * compared: its pixels, and the steps between neighbouring columns, since a
 * seam would be a step that the whole picture doesn't have. The latent is
 * smooth noise.
 */
public final class VaeBenchmark {

	private VaeBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final int cells = Integer.parseInt(args[1]) / 8;
		final Tensor latent = smooth(cells);
		final AtomicLong peak = ProcessMemory.watchPeak();
		final Tensor picture;
		try (Vae vae = open(args[0], Long.parseLong(args[2]) << 20)) {
			System.out.println("before:   " + ProcessMemory.now() + ", " + vae
				.config());
			final Stopwatch watch = new Stopwatch();
			picture = vae.decode(latent, new StopSignal());
			System.out.println("decoded:  " + watch + "; " + ProcessMemory.now() +
				", peak anonymous " + peak.get() + " MB");
		}
		if (args.length > 3) {
			try (Vae vae = open(args[0], Long.MAX_VALUE)) {
				compare(vae.decode(latent, new StopSignal()), picture);
			}
		}
	}

	private static Vae open(final String checkpoint, final long memory)
		throws IOException
	{
		return Vae.open(ModelFamilies.ALL.vae(CheckpointFormats.open(Path.of(
			checkpoint))), OrtSettings.DEFAULT.with(MemoryMode.BALANCED)).within(
				memory);
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

	private static void compare(final Tensor whole, final Tensor picture) {
		double pixels = 0;
		double steps = 0;
		for (int i = 1; i < whole.length(); i++) {
			final double here = picture.data()[i] - whole.data()[i];
			pixels = Math.max(pixels, Math.abs(here));
			if (i % whole.size(3) != 0) {
				steps = Math.max(steps, Math.abs(here - (picture.data()[i - 1] - whole
					.data()[i - 1])));
			}
		}
		System.out.printf("from the whole picture: pixels %.3f/255, " +
			"steps between columns %.3f/255 at most%n", 255 * pixels, 255 * steps);
	}
}
