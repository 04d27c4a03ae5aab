
package org.latentj.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Patch;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.family.ModelFamilies;
import org.latentj.family.lora.LoraKind;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;

/**
 * How long a LoRA of all layers of a UNet's transformers takes to be merged,
 * and how much of Java's heap beside the merged weights, which are not kept
 * here. The LoRA is written first, with random numbers in half precision.
 *
 * <pre>
 * java -Xmx1g -cp ... org.latentj.benchmark.LoraBenchmark CHECKPOINT LORA RANK ROUNDS
 * </pre>
 */
public final class LoraBenchmark {

	private LoraBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final LoadedFamily family = ModelFamilies.ALL.of(CheckpointFormats.open(Path
			.of(args[0])));
		final Path file = Path.of(args[1]);
		if (!Files.exists(file)) {
			write(file, family.diffusionModel(), Integer.parseInt(args[2]));
		}
		final Checkpoint lora = CheckpointFormats.open(file);
		for (int round = 0; round < Integer.parseInt(args[3]); round++) {
			final Stopwatch watch = new Stopwatch();
			final Patch patch = new LoraKind().of(lora, family,
				Component.DIFFUSION_MODEL, 0.8);
			final Weights merged = family.diffusionModel().patched(patch);
			final List<String> touched = List.copyOf(patch.shapes(merged).keySet());
			final LongAdder numbers = new LongAdder();
			touched.parallelStream().forEach(name -> numbers.add(read(merged, name)));
			System.out.printf("%d MB of LoRA, %d weights of %d million numbers: %s%n",
				Files.size(file) >> 20, touched.size(), numbers.sum() / 1_000_000,
				watch);
		}
	}

	private static long read(final Weights merged, final String name) {
		try {
			return merged.read(name).length();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Two factors for each matrix of the transformers. */
	private static Map<String, long[]> factors(final Weights unet,
		final int rank)
	{
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		for (final String name : unet.names()) {
			if (name.contains("transformer_blocks") && unet.get(name).rank() == 2) {
				final String layer = "lora_unet_" + name.replace(".weight", "").replace(
					'.', '_');
				final long[] shape = unet.get(name).shape();
				shapes.put(layer + ".lora_up.weight", new long[] { shape[0], rank });
				shapes.put(layer + ".lora_down.weight", new long[] { rank, shape[1] });
			}
		}
		return shapes;
	}

	private static void write(final Path file, final Weights unet, final int rank)
		throws IOException
	{
		final StringBuilder header = new StringBuilder("{");
		long at = 0;
		for (final Map.Entry<String, long[]> e : factors(unet, rank).entrySet()) {
			final long[] s = e.getValue();
			header.append(header.length() > 1 ? "," : "").append(String.format(
				"\"%s\":{\"dtype\":\"F16\",\"shape\":[%d,%d],\"data_offsets\":[%d,%d]}",
				e.getKey(), s[0], s[1], at, at + 2 * s[0] * s[1]));
			at += 2 * s[0] * s[1];
		}
		final byte[] text = header.append("}").toString().getBytes(
			StandardCharsets.UTF_8);
		try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE,
			StandardOpenOption.WRITE))
		{
			out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0,
				text.length));
			out.write(ByteBuffer.wrap(text));
			writeNumbers(out, at);
		}
	}

	/** Halves of 2^-10 to 2^-6 with any sign. */
	private static void writeNumbers(final FileChannel out, final long bytes)
		throws IOException
	{
		final SplittableRandom random = new SplittableRandom(7);
		final ByteBuffer piece = ByteBuffer.allocate(1 << 20).order(
			ByteOrder.LITTLE_ENDIAN);
		for (long done = 0; done < bytes; done += piece.limit()) {
			piece.clear().limit((int) Math.min(piece.capacity(), bytes - done));
			while (piece.hasRemaining()) {
				piece.putShort((short) (random.nextInt(2) << 15 | 0x1400 + random
					.nextInt(0x1000)));
			}
			out.write(piece.flip());
		}
	}
}
