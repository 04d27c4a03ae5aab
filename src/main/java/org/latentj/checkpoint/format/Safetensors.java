
package org.latentj.checkpoint.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileHead;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.TensorInfo;

/**
 * The safetensors format: 8 bytes that hold the header's length as a
 * little-endian unsigned number, the header in JSON, then the tensors' bytes
 * without a gap. Held to the rules that its
 * <a href="https://github.com/huggingface/safetensors#format">description</a>
 * and its reference implementation give: a header of at most 100,000,000 bytes,
 * strict UTF-8, a {@code {} first, nothing twice, and a data part of which
 * every byte belongs to exactly one tensor.
 */
final class Safetensors implements CheckpointFormat {

	private static final int PREFIX = 8;

	private static final long LONGEST_HEADER = 100_000_000;

	@Override
	public boolean recognises(final FileHead head) {
		return !head.folder() && (begins(head) || (head.isNamed(".safetensors") ||
			head.isNamed(".sft")) && ForeignFormat.of(head) == ForeignFormat.UNKNOWN);
	}

	/** Whether it begins as such a file must. */
	static boolean begins(final FileHead head) {
		return head.start().length() > PREFIX && head.start().charAt(PREFIX) == '{';
	}

	@Override
	public Checkpoint open(final FileHead head) throws IOException {
		final FileState state = FileState.of(head.file());
		try (FileChannel channel = FileChannel.open(head.file())) {
			final long size = channel.size();
			final int length = headerLength(head, channel, size);
			final ByteBuffer json = read(head, channel, PREFIX, length);
			final SafetensorsHeader header = SafetensorsHeader.parse(state, json);
			final long base = PREFIX + (long) length;
			SafetensorsLayout.check(head.file(), header.tensors(), size - base);
			return new Checkpoint(state, header.metadata(), placed(header.tensors(),
				base));
		}
	}

	private static int headerLength(final FileHead head,
		final FileChannel channel, final long size) throws IOException
	{
		if (size < PREFIX) {
			throw new CheckpointException(head.file(), "header length",
				"the file has " + size + " bytes, but a safetensors file begins with " +
					PREFIX + " bytes that hold its header's length");
		}
		final long length = read(head, channel, 0, PREFIX).getLong(0);
		final String said = "the header is said to have " + Long.toUnsignedString(
			length) + " bytes, ";
		if (Long.compareUnsigned(length, LONGEST_HEADER) > 0) {
			throw new CheckpointException(head.file(), "header length", said +
				"but at most 100000000 are allowed");
		}
		if (length < 2) {
			throw new CheckpointException(head.file(), "header length", said +
				"but the shortest header, {}, has 2");
		}
		if (length > size - PREFIX) {
			throw new CheckpointException(head.file(), "header length", said +
				"but only " + (size - PREFIX) +
				" follow; the file is cut short or no safetensors file");
		}
		return (int) length;
	}

	private static ByteBuffer read(final FileHead head, final FileChannel channel,
		final long from, final int count) throws IOException
	{
		final ByteBuffer bytes = ByteBuffer.allocate(count).order(
			ByteOrder.LITTLE_ENDIAN);
		while (bytes.hasRemaining()) {
			if (channel.read(bytes, from + bytes.position()) < 0) {
				throw new CheckpointException(head.file(), "header",
					"the file was cut short while it was read; open it again when it is whole");
			}
		}
		return bytes.flip();
	}

	private static Map<String, TensorInfo> placed(final List<TensorInfo> tensors,
		final long base)
	{
		final Map<String, TensorInfo> placed = new LinkedHashMap<>();
		for (final TensorInfo t : tensors) {
			placed.put(t.name(), new TensorInfo(t.name(), t.dtype(), t.shape(), t
				.file(), base + t.offset(), t.length()));
		}
		return placed;
	}
}
