
package org.latentj.benchmark;

import com.google.gson.Gson;
import com.google.gson.JsonObject;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes a checkpoint of Stable Diffusion XL's shapes (Podell et al. 2023,
 * table 1, and the published configuration of its files) with random weights in
 * half precision, 6.9 GB:
 *
 * <pre>
 * java -cp ... org.latentj.benchmark.SdxlFile FILE
 * </pre>
 */
public final class SdxlFile {

	private static final int TIME = 1280;

	private static final int CONTEXT = 2048;

	private final Map<String, long[]> shapes = new LinkedHashMap<>();

	private SdxlFile() {}

	public static void main(final String[] args) throws IOException {
		final SdxlFile file = new SdxlFile();
		file.addUNet("model.diffusion_model.");
		file.addClipL("conditioner.embedders.0.transformer.text_model.");
		file.addClipG("conditioner.embedders.1.model.");
		file.addVae("first_stage_model.");
		write(file.shapes, Path.of(args[0]));
	}

	private void addUNet(final String at) {
		linear(at + "time_embed.0", TIME, 320);
		linear(at + "time_embed.2", TIME, TIME);
		linear(at + "label_emb.0.0", TIME, 2816);
		linear(at + "label_emb.0.2", TIME, TIME);
		conv(at + "input_blocks.0.0", 320, 4, 3);
		final int[] depths = { 0, 2, 10 };
		int width = 320;
		int block = 1;
		for (int level = 0; level < 3; level++) {
			for (int i = 0; i < 2; i++) {
				residual(at + "input_blocks." + block + ".0", width, 320 << level);
				width = 320 << level;
				transformer(at + "input_blocks." + block++ + ".1", width,
					depths[level]);
			}
			if (level < 2) {
				conv(at + "input_blocks." + block++ + ".0.op", width, width, 3);
			}
		}
		residual(at + "middle_block.0", width, width);
		transformer(at + "middle_block.1", width, 10);
		residual(at + "middle_block.2", width, width);
		final int[] skips = { 1280, 1280, 640, 640, 640, 320, 320, 320, 320 };
		for (int i = 0; i < skips.length; i++) {
			final int level = 2 - i / 3;
			final String name = at + "output_blocks." + i + ".";
			residual(name + "0", width + skips[i], 320 << level);
			width = 320 << level;
			transformer(name + "1", width, depths[level]);
			if (i % 3 == 2 && level > 0) {
				conv(name + "2.conv", width, width, 3);
			}
		}
		norm(at + "out.0", width);
		conv(at + "out.2", 4, width, 3);
	}

	private void residual(final String at, final int in, final int out) {
		norm(at + ".in_layers.0", in);
		conv(at + ".in_layers.2", out, in, 3);
		linear(at + ".emb_layers.1", out, TIME);
		norm(at + ".out_layers.0", out);
		conv(at + ".out_layers.3", out, out, 3);
		if (in != out) {
			conv(at + ".skip_connection", out, in, 1);
		}
	}

	private void transformer(final String at, final int width, final int depth) {
		if (depth == 0) {
			return;
		}
		norm(at + ".norm", width);
		linear(at + ".proj_in", width, width);
		for (int i = 0; i < depth; i++) {
			final String block = at + ".transformer_blocks." + i + ".";
			for (int k = 1; k <= 3; k++) {
				norm(block + "norm" + k, width);
			}
			for (int k = 1; k <= 2; k++) {
				final String attention = block + "attn" + k + ".";
				add(attention + "to_q.weight", width, width);
				add(attention + "to_k.weight", width, k == 1 ? width : CONTEXT);
				add(attention + "to_v.weight", width, k == 1 ? width : CONTEXT);
				linear(attention + "to_out.0", width, width);
			}
			linear(block + "ff.net.0.proj", 8 * width, width);
			linear(block + "ff.net.2", width, 4 * width);
		}
		linear(at + ".proj_out", width, width);
	}

	private void addClipL(final String at) {
		add(at + "embeddings.token_embedding.weight", 49408, 768);
		add(at + "embeddings.position_embedding.weight", 77, 768);
		for (int i = 0; i < 12; i++) {
			final String layer = at + "encoder.layers." + i + ".";
			for (final String name : new String[] { "q", "k", "v", "out" }) {
				linear(layer + "self_attn." + name + "_proj", 768, 768);
			}
			norm(layer + "layer_norm1", 768);
			norm(layer + "layer_norm2", 768);
			linear(layer + "mlp.fc1", 3072, 768);
			linear(layer + "mlp.fc2", 768, 3072);
		}
		norm(at + "final_layer_norm", 768);
	}

	private void addClipG(final String at) {
		add(at + "token_embedding.weight", 49408, 1280);
		add(at + "positional_embedding", 77, 1280);
		for (int i = 0; i < 32; i++) {
			final String block = at + "transformer.resblocks." + i + ".";
			add(block + "attn.in_proj_weight", 3840, 1280);
			add(block + "attn.in_proj_bias", 3840);
			linear(block + "attn.out_proj", 1280, 1280);
			norm(block + "ln_1", 1280);
			norm(block + "ln_2", 1280);
			linear(block + "mlp.c_fc", 5120, 1280);
			linear(block + "mlp.c_proj", 1280, 5120);
		}
		norm(at + "ln_final", 1280);
		add(at + "text_projection", 1280, 1280);
	}

	private void addVae(final String at) {
		final int[] widths = { 128, 256, 512, 512 };
		conv(at + "encoder.conv_in", 128, 3, 3);
		conv(at + "decoder.conv_in", 512, 4, 3);
		for (int level = 0; level < 4; level++) {
			final int width = widths[level];
			for (int i = 0; i < 3; i++) {
				if (i < 2) {
					vaeResidual(at + "encoder.down." + level + ".block." + i, i > 0
						? width : widths[Math.max(0, level - 1)], width);
				}
				vaeResidual(at + "decoder.up." + level + ".block." + i, i > 0 ? width
					: widths[Math.min(3, level + 1)], width);
			}
			if (level < 3) {
				conv(at + "encoder.down." + level + ".downsample.conv", width, width,
					3);
			}
			if (level > 0) {
				conv(at + "decoder.up." + level + ".upsample.conv", width, width, 3);
			}
		}
		for (final String half : new String[] { "encoder.", "decoder." }) {
			vaeResidual(at + half + "mid.block_1", 512, 512);
			vaeResidual(at + half + "mid.block_2", 512, 512);
			norm(at + half + "mid.attn_1.norm", 512);
			for (final String name : new String[] { "q", "k", "v", "proj_out" }) {
				conv(at + half + "mid.attn_1." + name, 512, 512, 1);
			}
		}
		norm(at + "encoder.norm_out", 512);
		norm(at + "decoder.norm_out", 128);
		conv(at + "encoder.conv_out", 8, 512, 3);
		conv(at + "decoder.conv_out", 3, 128, 3);
		conv(at + "quant_conv", 8, 8, 1);
		conv(at + "post_quant_conv", 4, 4, 1);
	}

	private void vaeResidual(final String at, final int in, final int out) {
		norm(at + ".norm1", in);
		conv(at + ".conv1", out, in, 3);
		norm(at + ".norm2", out);
		conv(at + ".conv2", out, out, 3);
		if (in != out) {
			conv(at + ".nin_shortcut", out, in, 1);
		}
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
		shapes.put(name, shape);
	}

	/** Writes tensors of random numbers in half precision. */
	static void write(final Map<String, long[]> shapes, final Path file)
		throws IOException
	{
		final JsonObject header = new JsonObject();
		long end = 0;
		for (final Map.Entry<String, long[]> e : shapes.entrySet()) {
			final long length = 2 * count(e.getValue());
			final JsonObject info = new JsonObject();
			info.addProperty("dtype", "F16");
			info.add("shape", new Gson().toJsonTree(e.getValue()));
			info.add("data_offsets", new Gson().toJsonTree(new long[] { end, end +
				length }));
			header.add(e.getKey(), info);
			end += length;
		}
		final String json = header.toString();
		final byte[] text = (json + " ".repeat((8 - json.length() % 8) % 8))
			.getBytes(StandardCharsets.UTF_8);
		try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(
			file), 1 << 20))
		{
			out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(
				text.length).array());
			out.write(text);
			final SplittableRandom random = new SplittableRandom(1);
			for (final Map.Entry<String, long[]> e : shapes.entrySet()) {
				write(e.getKey(), e.getValue(), random, out);
			}
		}
		System.out.println(file + ": " + shapes.size() + " tensors, " + Files.size(
			file) + " bytes");
	}

	private static long count(final long[] shape) {
		return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
	}

	/** Evenly spread, of the variance that keeps that of what goes through. */
	private static void write(final String name, final long[] shape,
		final SplittableRandom random, final OutputStream out) throws IOException
	{
		final boolean one = shape.length == 1 && name.endsWith("weight");
		final double most = shape.length == 1 ? 0.02 : 0.7 * Math.sqrt(3.0 / (count(
			shape) / shape[0]));
		for (long i = count(shape); i > 0; i--) {
			final int half = half((float) ((one ? 1 : 0) + most * (2 * random
				.nextDouble() - 1)));
			out.write(half);
			out.write(half >> 8);
		}
	}

	/** Cut, not rounded; what is smaller than half precision's normal is 0. */
	private static int half(final float value) {
		final int bits = Float.floatToRawIntBits(value);
		return Math.abs(value) < 0x1p-14f ? 0 : bits >>> 16 & 0x8000 |
			(bits >>> 13) - 0x1c000 & 0x7fff;
	}
}
