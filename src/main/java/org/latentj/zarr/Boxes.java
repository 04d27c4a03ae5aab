
package org.latentj.zarr;

import java.util.Arrays;
import java.util.function.Consumer;

/** Boxes of numbers in rows, the last axis being the fastest. */
final class Boxes {

	private Boxes() {}

	/** How many numbers there are. */
	static int count(final int[] shape) {
		return Arrays.stream(shape).reduce(1, Math::multiplyExact);
	}

	/** How far the numbers of an axis are from each other. */
	static int[] steps(final int[] shape) {
		final int[] steps = new int[shape.length];
		int step = 1;
		for (int i = shape.length - 1; i >= 0; i--) {
			steps[i] = step;
			step *= shape[i];
		}
		return steps;
	}

	/** Blocks of one number. */
	static int[] ones(final int axes) {
		final int[] ones = new int[axes];
		Arrays.fill(ones, 1);
		return ones;
	}

	/** The bytes of one box, of which a part goes into another one. */
	record Bytes(byte[] bytes, int[] shape, int[] start) {
	}

	/**
	 * Copies a part.
	 *
	 * @param size of the part
	 * @param unit bytes of a number
	 */
	static void copy(final Bytes from, final Bytes to, final int[] size,
		final int unit)
	{
		copy(from, to, size, unit, 0, 0, 0);
	}

	private static void copy(final Bytes from, final Bytes to, final int[] size,
		final int unit, final int axis, final int fromAt, final int toAt)
	{
		if (axis == size.length) {
			System.arraycopy(from.bytes, fromAt * unit, to.bytes, toAt * unit, unit);
			return;
		}
		final int source = fromAt * from.shape[axis] + from.start[axis];
		final int target = toAt * to.shape[axis] + to.start[axis];
		if (axis == size.length - 1) {
			System.arraycopy(from.bytes, source * unit, to.bytes, target * unit,
				size[axis] * unit);
			return;
		}
		for (int i = 0; i < size[axis]; i++) {
			copy(from, to, size, unit, axis + 1, source + i, target + i);
		}
	}

	/**
	 * Calls for each block of a grid that a box touches, with its indices.
	 *
	 * @param start of the box
	 * @param size of the box
	 * @param block size of the blocks
	 */
	static void each(final long[] start, final int[] size, final int[] block,
		final Consumer<long[]> action)
	{
		final long[] first = new long[block.length];
		final long[] last = new long[block.length];
		for (int i = 0; i < block.length; i++) {
			if (size[i] == 0) {
				return;
			}
			first[i] = start[i] / block[i];
			last[i] = (start[i] + size[i] - 1) / block[i];
		}
		final long[] at = first.clone();
		while (true) {
			action.accept(at.clone());
			int axis = block.length - 1;
			while (axis >= 0 && at[axis] == last[axis]) {
				at[axis] = first[axis];
				axis--;
			}
			if (axis < 0) {
				return;
			}
			at[axis]++;
		}
	}
}
