
package org.latentj.family;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.latentj.clip.ClipTokenizer;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;

/** Writes a checkpoint of {@link TinyFamily} with random weights. */
public final class TinyCheckpoint {

	/** Channels of all maps: what the normalisations can be grouped by. */
	private static final int WIDTH = 32;

	private static final int TOKEN = 8;

	private static final int LATENT = TinyFamily.CHANNELS;

	private final Random random;

	private final Rewritten file;

	private TinyCheckpoint(final long seed) throws IOException {
		random = new Random(seed);
		file = new Rewritten(Golden.file("tiny_sd1.safetensors")).without(
			n -> true);
	}

	/**
	 * Writes one.
	 *
	 * @param seed of its weights
	 */
	public static Path write(final Path file, final long seed)
		throws IOException
	{
		final TinyCheckpoint checkpoint = new TinyCheckpoint(seed);
		checkpoint.addText(TinyFamily.TEXT + ".");
		checkpoint.addUNet(TinyFamily.UNET + ".");
		checkpoint.addVae(TinyFamily.VAE + ".");
		return checkpoint.file.write(file);
	}

	private void addText(final String at) {
		add(at + "table.weight", ClipTokenizer.END + 1, TOKEN);
		add(at + "places.weight", 77, TOKEN);
		norm(at + "block0.layer_norm1", TOKEN);
		norm(at + "block0.layer_norm2", TOKEN);
		norm(at + "last", TOKEN);
		for (final String name : new String[] { "q", "k", "v", "out" }) {
			linear(at + "block0.self_attn." + name + "_proj", TOKEN, TOKEN);
		}
		linear(at + "block0.mlp.fc1", 2 * TOKEN, TOKEN);
		linear(at + "block0.mlp.fc2", TOKEN, 2 * TOKEN);
	}

	private void addUNet(final String at) {
		linear(at + "time_embed.0", WIDTH, WIDTH);
		linear(at + "time_embed.2", WIDTH, WIDTH);
		conv(at + "input_blocks.0.0", WIDTH, LATENT, 3);
		unetResidual(at + "input_blocks.1.0", WIDTH);
		transformer(at + "input_blocks.1.1");
		unetResidual(at + "middle_block.0", WIDTH);
		transformer(at + "middle_block.1");
		unetResidual(at + "middle_block.2", WIDTH);
		for (int i = 0; i < 2; i++) {
			unetResidual(at + "output_blocks." + i + ".0", 2 * WIDTH);
			transformer(at + "output_blocks." + i + ".1");
		}
		norm(at + "out.0", WIDTH);
		conv(at + "out.2", LATENT, WIDTH, 3);
	}

	private void unetResidual(final String at, final int in) {
		norm(at + ".in_layers.0", in);
		conv(at + ".in_layers.2", WIDTH, in, 3);
		linear(at + ".emb_layers.1", WIDTH, WIDTH);
		norm(at + ".out_layers.0", WIDTH);
		conv(at + ".out_layers.3", WIDTH, WIDTH, 3);
		if (in != WIDTH) {
			conv(at + ".skip_connection", WIDTH, in, 1);
		}
	}

	private void transformer(final String at) {
		norm(at + ".norm", WIDTH);
		conv(at + ".proj_in", WIDTH, WIDTH, 1);
		conv(at + ".proj_out", WIDTH, WIDTH, 1);
		final String block = at + ".transformer_blocks.0.";
		for (int i = 1; i <= 3; i++) {
			norm(block + "norm" + i, WIDTH);
		}
		for (int i = 1; i <= 2; i++) {
			final int source = i == 1 ? WIDTH : TOKEN;
			add(block + "attn" + i + ".to_q.weight", WIDTH, WIDTH);
			add(block + "attn" + i + ".to_k.weight", WIDTH, source);
			add(block + "attn" + i + ".to_v.weight", WIDTH, source);
			linear(block + "attn" + i + ".to_out.0", WIDTH, WIDTH);
		}
		linear(block + "ff.net.0.proj", 2 * WIDTH, WIDTH);
		linear(block + "ff.net.2", WIDTH, WIDTH);
	}

	/** Three levels: cells of 4 pixels. */
	private void addVae(final String at) {
		conv(at + "encoder.conv_in", WIDTH, 3, 3);
		conv(at + "decoder.conv_in", WIDTH, LATENT, 3);
		for (int level = 0; level < 3; level++) {
			vaeResidual(at + "encoder.down." + level + ".block.0");
			vaeResidual(at + "decoder.up." + level + ".block.0");
			if (level < 2) {
				conv(at + "encoder.down." + level + ".downsample.conv", WIDTH, WIDTH,
					3);
			}
			if (level > 0) {
				conv(at + "decoder.up." + level + ".upsample.conv", WIDTH, WIDTH, 3);
			}
		}
		for (final String half : new String[] { "encoder.", "decoder." }) {
			vaeResidual(at + half + "mid.block_1");
			vaeResidual(at + half + "mid.block_2");
			norm(at + half + "mid.attn_1.norm", WIDTH);
			for (final String name : new String[] { "q", "k", "v", "proj_out" }) {
				conv(at + half + "mid.attn_1." + name, WIDTH, WIDTH, 1);
			}
			norm(at + half + "norm_out", WIDTH);
		}
		conv(at + "encoder.conv_out", 2 * LATENT, WIDTH, 3);
		conv(at + "decoder.conv_out", 3, WIDTH, 3);
	}

	private void vaeResidual(final String at) {
		norm(at + ".norm1", WIDTH);
		conv(at + ".conv1", WIDTH, WIDTH, 3);
		norm(at + ".norm2", WIDTH);
		conv(at + ".conv2", WIDTH, WIDTH, 3);
	}

	private void norm(final String at, final int width) {
		add(at + ".weight", width);
		add(at + ".bias", width);
	}

	private void linear(final String at, final int out, final int in) {
		add(at + ".weight", out, in);
		add(at + ".bias", out);
	}

	private void conv(final String at, final int out, final int in,
		final int kernel)
	{
		add(at + ".weight", out, in, kernel, kernel);
		add(at + ".bias", out);
	}

	private void add(final String name, final long... shape) {
		final int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
		final ByteBuffer numbers = ByteBuffer.allocate(Float.BYTES * count).order(
			ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < count; i++) {
			numbers.putFloat((float) (0.2 * random.nextGaussian()));
		}
		file.with(name, "F32", numbers.array(), shape);
	}
}
