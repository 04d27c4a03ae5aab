
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

import org.latentj.tensor.Tensor;

/** Reads a tensor's numbers from its file, in pieces. */
final class TensorReader {

	/** NB: what stays in a core's cache while it is copied and converted. */
	private static final int PIECE = 1 << 17;

	private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

	private static final int MOST_AXES = 64;

	private final TensorInfo info;

	TensorReader(final TensorInfo info) {
		this.info = info;
	}

	Tensor read() throws IOException {
		if (info.isComputed()) {
			throw new IllegalStateException("tensor '" + info.name() +
				"' is computed and lies in no file");
		}
		final DType type = info.dtype();
		final long count = info.count();
		if (!type.isReadable()) {
			throw problem("numbers of type " + type +
				" cannot be read; F64, F32, F16, BF16, F8_E4M3, F8_E5M2 and integers can");
		}
		if (count > LONGEST_ARRAY || info.rank() > MOST_AXES) {
			throw problem("has " + count + " numbers on " + info.rank() +
				" axes; at most " + LONGEST_ARRAY + " on " + MOST_AXES +
				" can be read at once");
		}
		// NB: a tensor without numbers may have axes of any size.
		if (Arrays.stream(info.shape()).anyMatch(s -> s > LONGEST_ARRAY)) {
			throw problem("has the shape " + TensorInfo.text(info.shape()) +
				"; sizes up to " + LONGEST_ARRAY + " can be read");
		}
		final float[] numbers = new float[(int) count];
		if (info.isInOrder()) {
			readInto(numbers);
		}
		else if (count > 0) {
			gatherInto(numbers);
		}
		if (info.scale().isPresent()) {
			scale(numbers, info.scale().get().read().data());
		}
		return new Tensor(numbers, Arrays.stream(info.shape()).mapToInt(
			Math::toIntExact).toArray());
	}

	void copyTo(final ByteBuffer to) throws IOException {
		if (!info.isPlain()) {
			throw new IllegalStateException("tensor '" + info.name() +
				"' does not lie in its file as it is");
		}
		final ByteBuffer bytes = to.slice().limit((int) info.length());
		try (FileChannel channel = FileChannel.open(info.file().file())) {
			fill(bytes, channel, info.offset());
		}
		to.position(to.position() + bytes.position());
	}

	private void readInto(final float[] numbers) throws IOException {
		final int width = info.dtype().bytes();
		final ByteBuffer piece = ByteBuffer.allocate((int) Math.min(info.length(),
			PIECE)).order(ByteOrder.LITTLE_ENDIAN);
		try (FileChannel channel = FileChannel.open(info.file().file())) {
			for (int done = 0; done < numbers.length;) {
				final int count = Math.min(piece.capacity() / width, numbers.length -
					done);
				piece.clear().limit(count * width);
				fill(piece, channel, info.offset() + (long) done * width);
				info.dtype().decode(piece.flip(), numbers, done, count);
				done += count;
			}
		}
	}

	private static void scale(final float[] numbers, final float[] by) {
		final int row = numbers.length / by.length;
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] *= by[i / Math.max(1, row)];
		}
	}

	/** From the first number to the last that belongs to it, as they lie. */
	private void gatherInto(final float[] numbers) throws IOException {
		final long[] shape = info.shape();
		final long[] strides = info.strides();
		long reach = 1;
		for (int i = 0; i < shape.length; i++) {
			reach += (shape[i] - 1) * strides[i];
		}
		final int width = info.dtype().bytes();
		if (reach > LONGEST_ARRAY / width) {
			throw problem("is spread over " + reach + " numbers; at most " +
				LONGEST_ARRAY / width + " can be read at once");
		}
		final ByteBuffer bytes = ByteBuffer.allocate((int) reach * width).order(
			ByteOrder.LITTLE_ENDIAN);
		try (FileChannel channel = FileChannel.open(info.file().file())) {
			fill(bytes, channel, info.offset());
		}
		final long[] at = new long[shape.length];
		long number = 0;
		for (int i = 0; i < numbers.length; i++) {
			info.dtype().decode(bytes.position((int) number * width), numbers, i, 1);
			number = next(at, number, shape, strides);
		}
	}

	/** Goes to the next place and says which number lies there. */
	private static long next(final long[] at, final long number,
		final long[] shape, final long[] strides)
	{
		long there = number;
		for (int axis = at.length - 1; axis >= 0; axis--) {
			there += strides[axis];
			if (++at[axis] < shape[axis]) {
				return there;
			}
			there -= at[axis] * strides[axis];
			at[axis] = 0;
		}
		return there;
	}

	private void fill(final ByteBuffer piece, final FileChannel channel,
		final long from) throws IOException
	{
		while (piece.hasRemaining()) {
			if (channel.read(piece, from + piece.position()) < 0) {
				throw problem("reaches to byte " + (info.offset() + info.length()) +
					", but the file now ends at byte " + channel.size() +
					"; it was changed since it was opened: open it again");
			}
		}
	}

	private CheckpointException problem(final String problem) {
		return new CheckpointException(info.file().file(), "tensor " +
			CheckpointException.quote(info.name()), problem);
	}
}
