
package org.latentj.onednn;

import java.util.Arrays;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Numbers in a buffer. The axes are those of the graph; how they lie in memory
 * is told by the strides: pictures [B, C, H, W] have their channels innermost.
 *
 * @param buffer where
 * @param type bf16 or f32, oneDNN's number
 * @param shape in the graph
 * @param strides of each axis, in numbers
 * @param offset of the first number, in numbers
 */
record View(Buffer buffer, int type, long[] shape, long[] strides, long offset)
		implements
			Operand {

	/** New memory, the last axis innermost. */
	static View rows(final int type, final long... shape) {
		return new View(new Buffer(count(shape) * Dnnl.bytes(type)), type, shape,
			plain(shape), 0);
	}

	/** New memory: a picture's channels innermost, else the last axis. */
	static View like(final int type, final long... shape) {
		return rows(type, shape).with(shape, asNew(shape));
	}

	private static long[] asNew(final long... shape) {
		return shape.length == 4 ? channelsLast(shape) : plain(shape);
	}

	static long count(final long... shape) {
		return Arrays.stream(shape).reduce(1, Math::multiplyExact);
	}

	static long[] plain(final long... shape) {
		final long[] strides = new long[shape.length];
		long step = 1;
		for (int i = shape.length - 1; i >= 0; i--) {
			strides[i] = step;
			step *= shape[i];
		}
		return strides;
	}

	private static long[] channelsLast(final long... s) {
		return new long[] { s[1] * s[2] * s[3], 1, s[1] * s[3], s[1] };
	}

	View with(final long[] otherShape, final long[] otherStrides) {
		return new View(buffer, type, otherShape, otherStrides, offset);
	}

	int rank() {
		return shape.length;
	}

	long size(final int axis) {
		return shape[axis < 0 ? axis + rank() : axis];
	}

	long numbers() {
		return count(shape);
	}

	long address() {
		return buffer.address() + offset * Dnnl.bytes(type);
	}

	/** Its place, as one of numbers of 32 bits. */
	FloatPointer floats() {
		return new FloatPointer(new Dnnl.Address(address()));
	}

	/**
	 * NB: a step along an axis of one number means nothing, but oneDNN looks at
	 * it, and takes slow ways where it is not that of a new view (for the sum of
	 * a picture and a number for each channel 100 times as long).
	 */
	dnnl_memory_desc described(final Dnnl dnnl) {
		return dnnl.described(type, shape, liesAsNew() ? asNew(shape) : strides);
	}

	/** Whether it lies as a new one of its kind would. */
	boolean liesAsNew() {
		return sameSteps(asNew(shape));
	}

	boolean isPlain() {
		return sameSteps(plain(shape));
	}

	private boolean sameSteps(final long... others) {
		for (int i = 0; i < rank(); i++) {
			if (shape[i] > 1 && strides[i] != others[i]) {
				return false;
			}
		}
		return true;
	}

	/** A part of an axis. */
	View part(final int axis, final long from, final long to) {
		final long[] smaller = shape.clone();
		smaller[axis] = to - from;
		return new View(buffer, type, smaller, strides, offset + from *
			strides[axis]);
	}

	/** Some rows of a picture that lies as a new one; all of several pictures. */
	View band(final long from, final long to) {
		if (from == 0 && to == shape[2]) {
			return this;
		}
		// NB: oneDNN looks at the strides of axes of size 1, too.
		final long[] part = { 1, shape[1], to - from, shape[3] };
		return new View(buffer, type, part, channelsLast(part), offset + from *
			strides[2]);
	}

	/** Every other row and column of a picture, from the first or the second. */
	View everyOther(final int row, final int column) {
		return new View(buffer, type, new long[] { shape[0], shape[1], shape[2] / 2,
			shape[3] / 2 }, new long[] { strides[0], strides[1], 2 * strides[2], 2 *
				strides[3] }, offset + row * strides[2] + column * strides[3]);
	}

	View transposed(final long... order) {
		final long[] s = new long[order.length];
		final long[] t = new long[order.length];
		for (int i = 0; i < order.length; i++) {
			s[i] = shape[(int) order[i]];
			t[i] = strides[(int) order[i]];
		}
		return with(s, t);
	}

	/**
	 * The same numbers, in the graph's order, with another shape; {@code null} if
	 * they would have to be moved.
	 */
	View reshaped(final long... wanted) {
		final long[] steps = new long[wanted.length];
		int old = 0;
		int to = 0;
		while (to < wanted.length) {
			long have = old < rank() ? shape[old] : 1;
			long want = wanted[to];
			final int firstOld = old++;
			final int firstNew = to++;
			while (have != want) {
				if (have < want) {
					have *= shape[old++];
				}
				else {
					want *= wanted[to++];
				}
			}
			if (!fill(steps, wanted, firstOld, old, firstNew, to)) {
				return null;
			}
		}
		return with(wanted, steps);
	}

	/** Axes of one group of {@link #reshaped}; whether they lie evenly. */
	private boolean fill(final long[] steps, final long[] wanted,
		final int firstOld, final int endOld, final int firstNew, final int endNew)
	{
		long step = 0;
		long extent = 0;
		for (int i = Math.min(endOld, rank()) - 1; i >= firstOld; i--) {
			if (shape[i] == 1) {
				continue;
			}
			if (extent == 0) {
				step = strides[i];
			}
			else if (strides[i] != extent) {
				return false;
			}
			extent = strides[i] * shape[i];
		}
		long next = step == 0 ? 1 : step;
		for (int i = endNew - 1; i >= firstNew; i--) {
			steps[i] = next;
			next *= wanted[i];
		}
		return true;
	}
}
