
package org.latentj.checkpoint;

import java.util.Arrays;

/**
 * Where one tensor lies in its file.
 *
 * @param name full name
 * @param dtype element type
 * @param shape sizes of the axes, slowest first; empty for a single number
 * @param offset first byte, counted from the start of the file
 * @param length number of bytes
 */
public record TensorInfo(String name, DType dtype, long[] shape, long offset,
		long length) {

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
}
