
package org.latentj.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Patch;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.family.ModelFamilies;
import org.latentj.family.lora.LoraKind;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.attention.AttentionOutputs;

/**
 * How long a LoRA of all layers of a UNet's transformers takes to be merged:
 * alone, its results not kept, and while the UNet is opened, with the most
 * memory of its own that the process has then. The LoRA is written first, with
 * random numbers in half precision.
 *
 * <pre>
 * java -Xmx10g -cp ... org.latentj.benchmark.LoraBenchmark CHECKPOINT LORA RANK ROUNDS MODE
 * </pre>
 *
 * MODE is a memory mode, or {@code none} to open nothing. NB: merged weights
 * count as Java's direct memory, whose limit is that of the heap.
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
		final Patch patch = new LoraKind().of(lora, family,
			Component.DIFFUSION_MODEL, 0.8);
		final Weights merged = family.diffusionModel().patched(patch);
		System.out.println((Files.size(file) >> 20) + " MB of LoRA");
		for (int round = 0; round < Integer.parseInt(args[3]); round++) {
			final Stopwatch watch = new Stopwatch();
			final LongAdder numbers = new LongAdder();
			patch.shapes(merged).keySet().parallelStream().forEach(name -> numbers
				.add(put(merged, name)));
			System.out.printf("%d million numbers merged: %s%n", numbers.sum() /
				1_000_000, watch);
		}
		if (!"none".equals(args[4])) {
			open(merged, family, OrtSettings.DEFAULT.with(MemoryMode.valueOf(args[4]
				.toUpperCase(Locale.ROOT))));
		}
	}

	private static final ThreadLocal<FloatBuffer> BUFFER = new ThreadLocal<>();

	private static long put(final Weights merged, final String name) {
		final int count = (int) merged.get(name).count();
		if (BUFFER.get() == null || BUFFER.get().capacity() < count) {
			BUFFER.set(ByteBuffer.allocateDirect(Float.BYTES * count).order(ByteOrder
				.nativeOrder()).asFloatBuffer());
		}
		merged.computed(name).orElseThrow().put(BUFFER.get().clear());
		return count;
	}

	private static void open(final Weights merged, final LoadedFamily family,
		final OrtSettings settings)
	{
		final long before = ProcessMemory.now().anonymous();
		final AtomicLong peak = ProcessMemory.watchPeak();
		final Stopwatch watch = new Stopwatch();
		try (AutoCloseable plain = family.openDiffusionModel(merged,
			AttentionOutputs.NONE, settings))
		{
			System.out.printf(
				"opened with it: %s, at most %d MB of its own more, then %d%n", watch,
				peak.get() - before, ProcessMemory.now().anonymous() - before);
		}
		catch (final Exception e) {
			throw new IllegalStateException(e);
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
