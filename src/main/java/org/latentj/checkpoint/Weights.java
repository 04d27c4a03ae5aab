
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.latentj.tensor.Tensor;

/**
 * A checkpoint's tensors below a prefix, so that network code reads like the
 * checkpoint's keys: {@code weights.at("mid.block_1").get("conv1.weight")}.
 */
public final class Weights {

	private final Checkpoint checkpoint;

	private final String prefix;

	Weights(final Checkpoint checkpoint, final String prefix) {
		this.checkpoint = checkpoint;
		this.prefix = prefix;
	}

	/**
	 * The tensors below {@code name}, a path of dotted parts without the last
	 * dot.
	 */
	public Weights at(final String name) {
		return new Weights(checkpoint, prefix + name + ".");
	}

	/** Whether there is a tensor of this name. */
	public boolean has(final String name) {
		return checkpoint.tensors().containsKey(prefix + name);
	}

	/** Whether there is any tensor below this name. */
	public boolean hasAny(final String name) {
		final String start = prefix + name + ".";
		return checkpoint.tensors().keySet().stream().anyMatch(k -> k.startsWith(
			start));
	}

	/**
	 * The tensor of this name; an {@link IllegalArgumentException} names the
	 * missing key and the file.
	 */
	public TensorInfo get(final String name) {
		final TensorInfo info = checkpoint.tensors().get(prefix + name);
		if (info == null) {
			throw new IllegalArgumentException(checkpoint.file() +
				": there is no tensor '" + prefix + name + "'");
		}
		return info;
	}

	/** Names below the prefix, without it, in the file's order. */
	public List<String> names() {
		return checkpoint.tensors().keySet().stream().filter(k -> k.startsWith(
			prefix)).map(k -> k.substring(prefix.length())).collect(Collectors
				.toList());
	}

	/** The file that holds them. */
	public Checkpoint checkpoint() {
		return checkpoint;
	}

	/**
	 * Reads one tensor's numbers from the file, converted to single precision.
	 */
	public Tensor read(final String name) throws IOException {
		final TensorInfo info = get(name);
		final ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(info.length()))
			.order(ByteOrder.LITTLE_ENDIAN);
		try (FileChannel channel = FileChannel.open(checkpoint.file())) {
			while (bytes.hasRemaining() && channel.read(bytes, info.offset() + bytes
				.position()) >= 0)
			{
				continue;
			}
		}
		bytes.flip();
		final float[] out = new float[bytes.limit() / info.dtype().bytes()];
		for (int i = 0; i < out.length; i++) {
			out[i] = element(bytes, info.dtype(), i);
		}
		return new Tensor(out, Arrays.stream(info.shape()).mapToInt(
			Math::toIntExact).toArray());
	}

	private static float element(final ByteBuffer b, final DType type,
		final int i)
	{
		switch (type) {
			case F32:
				return b.getFloat(4 * i);
			case F16:
				return Half.toFloat(b.getShort(2 * i));
			case BF16:
				return Float.intBitsToFloat(b.getShort(2 * i) << 16);
			case F64:
				return (float) b.getDouble(8 * i);
			case I64:
			case U64:
				return b.getLong(8 * i);
			case I32:
				return b.getInt(4 * i);
			case U8:
			case BOOL:
				return b.get(i) & 0xff;
			default:
				throw new IllegalArgumentException("numbers of type " + type +
					" cannot be read yet");
		}
	}
}
