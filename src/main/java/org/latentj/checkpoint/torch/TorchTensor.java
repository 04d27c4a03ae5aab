
package org.latentj.checkpoint.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.FileState;
import org.latentj.pickle.PickleException;
import org.latentj.tensor.Tensor;

/** A tensor of a PyTorch file: a view of a storage, by strides. */
public final class TorchTensor {

	/** Read at once; embeddings have a few thousand numbers. */
	private static final long MOST_NUMBERS = 1L << 26;

	private final TorchStorage storage;

	private final long first;

	private final long[] shape;

	private final long[] strides;

	/** @throws PickleException if it reaches beyond its storage */
	TorchTensor(final TorchStorage storage, final long first, final long[] shape,
		final long[] strides) throws PickleException
	{
		this.storage = storage;
		this.first = first;
		this.shape = shape;
		this.strides = strides;
		if (shape.length != strides.length || first < 0 || negative(shape) ||
			negative(strides) || !fits())
		{
			throw new PickleException("a tensor of shape " + text(shape) +
				", strides " + text(strides) + " from number " + first +
				" on does not lie within its storage of " + storage.count() +
				" numbers");
		}
	}

	private static boolean negative(final long[] numbers) {
		return Arrays.stream(numbers).anyMatch(n -> n < 0);
	}

	private static String text(final long[] numbers) {
		return numbers.length <= 8 ? Arrays.toString(numbers) : "of " +
			numbers.length + " axes";
	}

	/** Whether first and last number are in the storage, and none comes twice. */
	private boolean fits() {
		try {
			long count = 1;
			long last = first;
			for (int i = 0; i < shape.length; i++) {
				count = Math.multiplyExact(count, shape[i]);
				last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1),
					strides[i]));
			}
			return count == 0 || last < storage.count() && count <= storage.count();
		}
		catch (final ArithmeticException e) {
			return false;
		}
	}

	/** Element type. */
	public DType dtype() {
		return storage.dtype();
	}

	/** Sizes of the axes, slowest first. */
	public long[] shape() {
		return shape.clone();
	}

	/** How many numbers it has. */
	public long count() {
		return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
	}

	/** Its numbers, in single precision. */
	Tensor read(final FileState file) throws IOException {
		if (count() > MOST_NUMBERS || !dtype().isReadable()) {
			throw new CheckpointException(file.file(), "", "a tensor of " + count() +
				" numbers of type " + dtype() + " cannot be read; at most " +
				MOST_NUMBERS + " numbers are valid here");
		}
		final float[] all = new float[(int) count()];
		final int[] sizes = Arrays.stream(shape).mapToInt(Math::toIntExact)
			.toArray();
		if (all.length > 0) {
			final ByteBuffer bytes = bytes(file);
			final int width = dtype().bytes();
			final int[] at = new int[sizes.length];
			for (int i = 0; i < all.length; i++) {
				long number = 0;
				for (int axis = 0; axis < at.length; axis++) {
					number += at[axis] * strides[axis];
				}
				dtype().decode(bytes.position((int) number * width), all, i, 1);
				next(at, sizes);
			}
		}
		return new Tensor(all, sizes);
	}

	/** From the first number to the last that belongs to it. */
	private ByteBuffer bytes(final FileState file) throws IOException {
		long reach = 1;
		for (int i = 0; i < shape.length; i++) {
			reach += (shape[i] - 1) * strides[i];
		}
		final int width = dtype().bytes();
		if (reach > MOST_NUMBERS) {
			throw new CheckpointException(file.file(), "",
				"a tensor is spread over " + reach + " numbers; at most " +
					MOST_NUMBERS + " are valid here");
		}
		final ByteBuffer bytes = ByteBuffer.allocate((int) reach * width).order(
			ByteOrder.LITTLE_ENDIAN);
		final long start = storage.offset() + first * width;
		try (FileChannel channel = FileChannel.open(file.file())) {
			while (bytes.hasRemaining()) {
				if (channel.read(bytes, start + bytes.position()) < 0) {
					throw new CheckpointException(file.file(), "",
						"was cut short since it was opened: open it again");
				}
			}
		}
		return bytes.clear();
	}

	private static void next(final int[] at, final int[] sizes) {
		for (int axis = at.length - 1; axis >= 0; axis--) {
			if (++at[axis] < sizes[axis]) {
				return;
			}
			at[axis] = 0;
		}
	}
}
