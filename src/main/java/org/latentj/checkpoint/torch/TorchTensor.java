
package org.latentj.checkpoint.torch;

import java.util.Arrays;

import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.pickle.PickleException;

/** A tensor of a PyTorch file: a view of a storage, by strides. */
public final class TorchTensor {

	private final TorchStorage storage;

	private final DType dtype;

	private final long first;

	private final long[] shape;

	private final long[] strides;

	/**
	 * @param dtype as which the storage is seen
	 * @param first in numbers of this type
	 * @throws PickleException if it reaches beyond its storage
	 */
	TorchTensor(final TorchStorage storage, final DType dtype, final long first,
		final long[] shape, final long[] strides) throws PickleException
	{
		this.storage = storage;
		this.dtype = dtype;
		this.first = first;
		this.shape = shape;
		this.strides = strides;
		if (shape.length != strides.length || first < 0 || negative(shape) ||
			negative(strides) || !fits())
		{
			throw new PickleException("a tensor of shape " + text(shape) +
				", strides " + text(strides) + " from number " + first +
				" on does not lie within its storage of " + numbers() + " numbers");
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
	private boolean fits() throws PickleException {
		try {
			long count = 1;
			long last = first;
			for (int i = 0; i < shape.length; i++) {
				count = Math.multiplyExact(count, shape[i]);
				last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1),
					strides[i]));
			}
			return count == 0 ? first <= numbers() : last < numbers() &&
				count <= numbers();
		}
		catch (final ArithmeticException e) {
			return false;
		}
	}

	/** How many numbers of its type the storage has. */
	private long numbers() throws PickleException {
		return storage.bytes() / dtype.bytes();
	}

	/** Element type. */
	public DType dtype() {
		return dtype;
	}

	/** Sizes of the axes, slowest first. */
	public long[] shape() {
		return shape.clone();
	}

	/**
	 * Where it lies.
	 *
	 * @param name what it is called
	 * @param file that it was read of
	 */
	public TensorInfo info(final String name, final FileState file) {
		final long width = dtype.bytes();
		final long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
		return new TensorInfo(name, dtype, shape(), file, storage.offset() + first *
			width, count * width, isInOrder() ? new long[0] : strides.clone());
	}

	/** NB: where an axis has one place, its stride says nothing. */
	private boolean isInOrder() {
		long expected = 1;
		for (int axis = shape.length - 1; axis >= 0; axis--) {
			if (shape[axis] == 0) {
				return true;
			}
			if (shape[axis] > 1 && strides[axis] != expected) {
				return false;
			}
			expected *= shape[axis];
		}
		return true;
	}
}
