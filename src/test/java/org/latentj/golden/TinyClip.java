
package org.latentj.golden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.naming.OpenClipNaming;
import org.latentj.checkpoint.naming.OpenClipVisionNaming;
import org.latentj.tensor.Tensor;

/**
 * A whole CLIP model with random weights, of which
 * {@code clip_joint.safetensors} tells what it makes: the text encoder of
 * {@code tiny_sd1}, a projection, {@code tiny_clip_vision}.
 */
public final class TinyClip {

	/** Numbers of a vector. */
	public static final int WIDTH = 24;

	private static final int TEXT_WIDTH = 64;

	private static final String BEFORE = "cond_stage_model.transformer.";

	private static final String QUERY = "q_proj.";

	private TinyClip() {}

	/** Both encoders in transformers' naming, with a scale of 50. */
	public static Rewritten whole() throws IOException {
		return text().over(Golden.file("tiny_clip_vision.safetensors")).saying(
			"latentj.clip_heads", "4").with("logit_scale", "F32", bytes(3.912023f));
	}

	/** The text encoder alone, with its projection. */
	public static Rewritten text() throws IOException {
		return new Rewritten(Golden.file("tiny_sd1.safetensors")).without(n -> !n
			.startsWith(BEFORE)).renamed(n -> n.substring(BEFORE.length())).with(
				"text_projection.weight", "F32", bytes(projection()), WIDTH,
				TEXT_WIDTH);
	}

	/** Both encoders as OpenCLIP has them, below a name. */
	public static Rewritten openClip(final Path folder) throws IOException {
		final Weights all = CheckpointFormats.open(whole().write(folder.resolve(
			"parts.safetensors"))).weights();
		final Rewritten out = whole().without(n -> !n.equals("logit_scale"));
		for (final String name : all.names()) {
			if (name.startsWith("text_model.")) {
				add(out, all, name, "", new OpenClipNaming().original(name.substring(
					"text_model.".length())));
			}
			else if (name.startsWith("vision_model.")) {
				add(out, all, name, "", new OpenClipVisionNaming().original(name));
			}
		}
		out.with("text_projection", "F32", bytes(turned(all.read(
			"text_projection.weight"))), TEXT_WIDTH, WIDTH);
		final Tensor pictures = all.read("visual_projection.weight");
		return out.with("visual.proj", "F32", bytes(turned(pictures)), pictures
			.size(1), WIDTH);
	}

	private static void add(final Rewritten out, final Weights all,
		final String name, final String prefix, final String original)
		throws IOException
	{
		final TensorInfo info = all.get(name);
		if (name.contains("position_ids") || name.contains("k_proj.") || name
			.contains("v_proj."))
		{
			return;
		}
		final long[] shape = info.shape().clone();
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		final List<String> parts = name.contains(QUERY) ? List.of(QUERY, "k_proj.",
			"v_proj.") : List.of(QUERY);
		for (final String part : parts) {
			bytes.writeBytes(raw(all.get(name.replace(QUERY, part))));
		}
		shape[0] *= parts.size();
		out.with(prefix + original, info.dtype().name(), bytes.toByteArray(),
			shape);
	}

	private static byte[] raw(final TensorInfo tensor) throws IOException {
		final ByteBuffer bytes = ByteBuffer.allocate((int) tensor.length());
		try (FileChannel channel = FileChannel.open(tensor.file().file())) {
			channel.read(bytes, tensor.offset());
		}
		return bytes.array();
	}

	private static float[] turned(final Tensor matrix) {
		final int rows = matrix.size(0);
		final int columns = matrix.size(1);
		final float[] out = new float[rows * columns];
		for (int i = 0; i < out.length; i++) {
			out[i] = matrix.data()[i % rows * columns + i / rows];
		}
		return out;
	}

	private static float[] projection() {
		final float[] out = new float[WIDTH * TEXT_WIDTH];
		for (int n = 0; n < out.length; n++) {
			final int i = n / TEXT_WIDTH;
			final int k = n % TEXT_WIDTH;
			out[n] = ((i * 7 + k * 13 + i * k) % 31 - 15) / 64f;
		}
		return out;
	}

	private static byte[] bytes(final float... numbers) {
		final ByteBuffer out = ByteBuffer.allocate(Float.BYTES * numbers.length)
			.order(ByteOrder.LITTLE_ENDIAN);
		for (final float number : numbers) {
			out.putFloat(number);
		}
		return out.array();
	}
}
