
package org.latentj.family.lora;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;

/** Writes small LoRA files for tests. */
public final class LoraFileBuilder {

	private final Rewritten file;

	private final Random random = new Random(7);

	private LoraFileBuilder(final Rewritten file) {
		this.file = file;
	}

	/** One without tensors. */
	public static LoraFileBuilder empty() throws IOException {
		return new LoraFileBuilder(new Rewritten(Golden.file(
			"families/lora/micro_one.safetensors")).without(n -> true));
	}

	/** One of random numbers that changes the bundled checkpoint a little. */
	public static LoraFileBuilder forDemo() throws IOException {
		final Weights unet = CheckpointFormats.open(Path.of("models",
			"latentj-demo.safetensors")).weights().at("model.diffusion_model");
		final LoraFileBuilder file = empty();
		for (final String name : unet.names()) {
			if (name.endsWith("attn2.to_v.weight")) {
				final String layer = "diffusion_model." + name.replace(".weight", "");
				file.random(layer + ".lora_up.weight", unet.get(name).size(0), 2)
					.random(layer + ".lora_down.weight", 2, unet.get(name).size(1)).with(
						layer + ".alpha", new float[] { 0.1f });
			}
		}
		return file;
	}

	/** Adds a tensor. */
	public LoraFileBuilder with(final String name, final float[] numbers,
		final long... shape)
	{
		final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length)
			.order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(numbers);
		file.with(name, "F32", bytes.array(), shape);
		return this;
	}

	/** Adds a tensor of random numbers, the same each time. */
	public LoraFileBuilder random(final String name, final long... shape) {
		final float[] numbers = new float[(int) Arrays.stream(shape).reduce(1, (a,
			b) -> a * b)];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = (float) random.nextGaussian();
		}
		return with(name, numbers, shape);
	}

	/** Adds a note of the training program. */
	public LoraFileBuilder saying(final String key, final String value) {
		file.saying(key, value);
		return this;
	}

	/** Writes it. */
	public Path write(final Path to) throws IOException {
		return file.write(to);
	}

	/** Writes and opens it. */
	public Checkpoint open(final Path to) throws IOException {
		return CheckpointFormats.open(write(to));
	}
}
