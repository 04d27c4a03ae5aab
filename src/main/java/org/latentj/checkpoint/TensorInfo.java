
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * Where one tensor lies, and how: it knows its file.
 *
 * @param name full name in the file
 * @param dtype element type
 * @param shape sizes of the axes, slowest first; empty for a single number
 * @param file that it lies in, as it was when its header was read
 * @param offset first byte, counted from the start of the file; -1 for one that
 *          is computed ({@link Weights#computed}), which has no place
 * @param length number of bytes of its numbers
 * @param strides how many numbers further the next one lies along each axis;
 *          empty if they lie one after the other, without a gap, in their order
 * @param scale a number by which all of its numbers are multiplied, or one for
 *          each row; nothing for most
 */
public record TensorInfo(String name, DType dtype, long[] shape, FileState file,
		long offset, long length, long[] strides, Optional<TensorInfo> scale) {

	private static final long NOWHERE = -1;

	private static final int SHOWN_AXES = 8;

	/** One whose numbers lie one after the other, in their order. */
	public TensorInfo(final String name, final DType dtype, final long[] shape,
		final FileState file, final long offset, final long length)
	{
		this(name, dtype, shape, file, offset, length, new long[0]);
	}

	/** One without a scale. */
	public TensorInfo(final String name, final DType dtype, final long[] shape,
		final FileState file, final long offset, final long length,
		final long[] strides)
	{
		this(name, dtype, shape, file, offset, length, strides, Optional.empty());
	}

	/**
	 * The same with numbers by which these are multiplied.
	 *
	 * @param by a single number, or as many as it has rows
	 */
	public TensorInfo scaled(final TensorInfo by) {
		return new TensorInfo(name, dtype, shape, file, offset, length, strides,
			Optional.of(by));
	}

	/** Whether its numbers lie one after the other, in their order. */
	public boolean isInOrder() {
		return strides.length == 0;
	}

	/**
	 * A tensor of single precision that is computed from this one, or instead of
	 * it, and has no place in the file.
	 */
	TensorInfo computed(final long[] newShape) {
		final long count = Arrays.stream(newShape).reduce(1, Math::multiplyExact);
		return new TensorInfo(name, DType.F32, newShape.clone(), file, NOWHERE, Math
			.multiplyExact(count, DType.F32.bytes()));
	}

	/** Whether it has no place in its file. */
	public boolean isComputed() {
		return offset == NOWHERE;
	}

	/**
	 * The size of one axis; negative axes count from the last.
	 *
	 * @throws IllegalArgumentException if there is no such axis
	 * @throws ArithmeticException if it does not fit an int
	 */
	public int size(final int axis) {
		final int i = axis < 0 ? shape.length + axis : axis;
		if (i < 0 || i >= shape.length) {
			throw new IllegalArgumentException("tensor '" + name +
				"' has the shape " + Arrays.toString(shape) + ", which has no axis " +
				axis);
		}
		return Math.toIntExact(shape[i]);
	}

	/** The number of axes. */
	public int rank() {
		return shape.length;
	}

	/** How many numbers it has. */
	public long count() {
		return length / dtype.bytes();
	}

	/**
	 * Some rows of it, in their place: {@code from} (included) to {@code to}
	 * (excluded) of the first axis.
	 *
	 * @throws IllegalArgumentException if it hasn't so many
	 */
	public TensorInfo rows(final long from, final long to) {
		if (shape.length == 0 || from < 0 || from > to || to > shape[0]) {
			throw new IllegalArgumentException("tensor '" + name +
				"' has the shape " + text(shape) + ", which has no rows " + from +
				" to " + to);
		}
		final long row = shape[0] == 0 ? 0 : length / shape[0];
		final long[] part = shape.clone();
		part[0] = to - from;
		final long step = isInOrder() ? row : strides[0] * dtype.bytes();
		return new TensorInfo(name, dtype, part, file, isComputed() ? NOWHERE
			: offset + from * step, (to - from) * row, strides, scale.map(s -> s
				.count() == 1 ? s : s.rows(from, to)));
	}

	/** A shape, of which a file may have thousands of axes. */
	static String text(final long[] shape) {
		return shape.length <= SHOWN_AXES ? Arrays.toString(shape) : Arrays
			.toString(Arrays.copyOf(shape, SHOWN_AXES)).replace("]", ", ... (" +
				shape.length + " axes)]");
	}

	/**
	 * Reads its numbers from the file, converted to single precision.
	 *
	 * @return of its {@link #shape}
	 * @throws CheckpointException if the file has become shorter since it was
	 *           opened, if the tensor is too large for an array, or of a type
	 *           that cannot be converted (complex numbers, rare 8-bit floats)
	 * @throws IllegalStateException if it {@link #isComputed}
	 */
	public Tensor read() throws IOException {
		return new TensorReader(this).read();
	}

	/** Whether it can be had with {@link #copyTo}. */
	public boolean isPlain() {
		return !isComputed() && isInOrder() && scale.isEmpty();
	}

	/**
	 * Copies its bytes as they are in the file.
	 *
	 * @param to has room for them; its position is moved behind them
	 * @throws CheckpointException if the file has become shorter since it was
	 *           opened
	 * @throws IllegalStateException unless it {@link #isPlain}
	 */
	public void copyTo(final ByteBuffer to) throws IOException {
		new TensorReader(this).copyTo(to);
	}
}
