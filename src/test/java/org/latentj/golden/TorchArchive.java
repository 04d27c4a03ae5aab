
package org.latentj.golden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.format.CheckpointFormats;

/**
 * The tensors of a safetensors file as PyTorch's {@code save} would write them:
 * a zip archive of a pickle and the storages.
 *
 * <pre>
 *
 * TorchArchive.of(file).write(folder.resolve("a.ckpt"));
 * </pre>
 */
public final class TorchArchive {

	private static final Map<DType, String> STORAGES = Map.of(DType.F16, "Half",
		DType.F32, "Float", DType.F64, "Double", DType.BF16, "BFloat16", DType.I64,
		"Long", DType.I32, "Int", DType.U8, "Byte");

	private final Path source;

	private Predicate<String> transposed = n -> false;

	private TorchArchive(final Path source) {
		this.source = source;
	}

	/** All tensors of a file. */
	public static TorchArchive of(final Path source) {
		return new TorchArchive(source);
	}

	/**
	 * With some of its matrices, and the matrices of its kernels, column by
	 * column: by strides, and behind three numbers that are not theirs.
	 */
	public TorchArchive transposed(final Predicate<String> some) {
		transposed = some;
		return this;
	}

	/** Writes it. */
	public Path write(final Path file) throws IOException {
		final Checkpoint checkpoint = CheckpointFormats.open(source);
		final Map<String, byte[]> entries = new LinkedHashMap<>();
		entries.put("a/data.pkl", new byte[0]);
		final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
		pickle.writeBytes(latin("\u0080\u0002}X\n\u0000\u0000\u0000state_dict}("));
		try (FileChannel channel = FileChannel.open(source)) {
			for (final TensorInfo t : checkpoint.tensors().values()) {
				final ByteBuffer bytes = ByteBuffer.allocate((int) t.length());
				channel.read(bytes, t.offset());
				final boolean turned = transposed.test(t.name()) && t.rank() > 1;
				final String key = Integer.toString(entries.size() - 1);
				entries.put("a/data/" + key, turned ? turned(bytes.array(), t) : bytes
					.array());
				pickle.writeBytes(text(t.name()));
				pickle.writeBytes(tensor(t, key, turned));
			}
		}
		pickle.writeBytes(latin("us."));
		entries.put("a/data.pkl", pickle.toByteArray());
		return zip(file, entries);
	}

	/** An archive of files that are stored as they are. */
	public static Path zip(final Path file, final Map<String, byte[]> entries)
		throws IOException
	{
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(
			file)))
		{
			for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
				final ZipEntry e = new ZipEntry(entry.getKey());
				final CRC32 crc = new CRC32();
				crc.update(entry.getValue());
				e.setMethod(ZipEntry.STORED);
				e.setSize(entry.getValue().length);
				e.setCrc(crc.getValue());
				out.putNextEntry(e);
				out.write(entry.getValue());
			}
		}
		return file;
	}

	/** First axis last, behind three numbers. */
	private static byte[] turned(final byte[] bytes, final TensorInfo t) {
		final int width = t.dtype().bytes();
		final int rows = (int) t.shape()[0];
		final int columns = (int) (t.count() / rows);
		final byte[] out = new byte[bytes.length + 3 * width];
		for (int i = 0; i < rows * columns; i++) {
			System.arraycopy(bytes, i * width, out, (3 + i % columns * rows + i /
				columns) * width, width);
		}
		return out;
	}

	private static byte[] tensor(final TensorInfo t, final String key,
		final boolean turned)
	{
		final long[] strides = new long[t.rank()];
		long step = turned ? t.shape()[0] : 1;
		for (int axis = t.rank() - 1; axis >= (turned ? 1 : 0); axis--) {
			strides[axis] = step;
			step *= t.shape()[axis];
		}
		if (turned) {
			strides[0] = 1;
		}
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(latin(
			"ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\u0000\u0000\u0000storagectorch\n" +
				STORAGES.get(t.dtype()) + "Storage\n"));
		out.writeBytes(text(key));
		out.writeBytes(text("cpu"));
		out.writeBytes(number(t.count() + (turned ? 3 : 0)));
		out.writeBytes(latin("tQ"));
		out.writeBytes(number(turned ? 3 : 0));
		out.writeBytes(tuple(t.shape()));
		out.writeBytes(tuple(strides));
		out.writeBytes(latin("\u0089ccollections\nOrderedDict\n)RtR"));
		return out.toByteArray();
	}

	private static byte[] tuple(final long[] numbers) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write('(');
		LongStream.of(numbers).forEach(n -> out.writeBytes(number(n)));
		out.write('t');
		return out.toByteArray();
	}

	private static byte[] number(final long number) {
		return ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN).put((byte) 'J')
			.putInt((int) number).array();
	}

	private static byte[] text(final String text) {
		final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(5 + bytes.length).order(ByteOrder.LITTLE_ENDIAN)
			.put((byte) 'X').putInt(bytes.length).put(bytes).array();
	}

	private static byte[] latin(final String bytes) {
		return bytes.getBytes(StandardCharsets.ISO_8859_1);
	}
}
