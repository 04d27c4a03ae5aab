
package org.latentj.tensor;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * A dense row-major array of 32-bit floats with a shape. Images and latents are
 * laid out NCHW, that is exactly as an ImgLib2
 * {@code ArrayImgs.floats(data, W, H, C, N)}.
 * <p>
 * No operation changes its receiver, nor gives back another one's numbers where
 * its documentation does not say so; {@link #data()} is the array itself, not a
 * copy. Arithmetic is done in single precision, as PyTorch does it for a
 * float32 tensor and a scalar.
 * </p>
 */
public final class Tensor {

	private static final BigInteger LONGEST_ARRAY = BigInteger.valueOf(
		Integer.MAX_VALUE - 8);

	private final float[] data;

	private final int[] shape;

	/**
	 * @param data the numbers, kept, not copied
	 * @param shape sizes of the axes, slowest first; their product must be the
	 *          length of {@code data}
	 * @throws IllegalArgumentException if it isn't, or a size is negative
	 */
	public Tensor(final float[] data, final int... shape) {
		if (!count(shape).equals(BigInteger.valueOf(data.length))) {
			throw new IllegalArgumentException("shape " + Arrays.toString(shape) +
				" holds " + count(shape) + " numbers, but " + data.length +
				" were given");
		}
		this.data = data;
		this.shape = shape.clone();
	}

	/**
	 * A tensor of zeros.
	 *
	 * @param shape sizes of the axes, slowest first
	 * @throws IllegalArgumentException if a size is negative, or there are more
	 *           numbers than an array can hold, some 2^31
	 */
	public static Tensor zeros(final int... shape) {
		final BigInteger count = count(shape);
		if (count.compareTo(LONGEST_ARRAY) > 0) {
			throw new IllegalArgumentException("shape " + Arrays.toString(shape) +
				" holds " + count + " numbers, and at most " + LONGEST_ARRAY +
				" fit into an array: choose a smaller size or batch");
		}
		return new Tensor(new float[count.intValue()], shape);
	}

	/** The same, filled with one value. */
	public static Tensor full(final float value, final int... shape) {
		final Tensor t = zeros(shape);
		Arrays.fill(t.data, value);
		return t;
	}

	/**
	 * Joins tensors along their first axis.
	 *
	 * @param parts at least one, [n, ...] each
	 * @return [sum of n, ...], a copy
	 * @throws IllegalArgumentException if they differ in another axis
	 */
	public static Tensor concat(final List<Tensor> parts) {
		final int[] shape = parts.get(0).shape();
		int n = 0;
		for (final Tensor p : parts) {
			final int[] s = p.shape();
			n += s[0];
			s[0] = shape[0];
			if (!Arrays.equals(s, shape)) {
				throw new IllegalArgumentException("cannot stack shapes " + Arrays
					.toString(shape) + " and " + Arrays.toString(p.shape));
			}
		}
		shape[0] = n;
		final Tensor out = zeros(shape);
		int at = 0;
		for (final Tensor p : parts) {
			System.arraycopy(p.data, 0, out.data, at, p.data.length);
			at += p.data.length;
		}
		return out;
	}

	/** The numbers themselves, row-major; writing to it changes the tensor. */
	public float[] data() {
		return data;
	}

	/** A copy of the sizes of the axes. */
	public int[] shape() {
		return shape.clone();
	}

	/** The number of axes. */
	public int rank() {
		return shape.length;
	}

	/** The size of one axis; negative axes count from the last. */
	public int size(final int axis) {
		return shape[axis < 0 ? shape.length + axis : axis];
	}

	/** The number of numbers. */
	public int length() {
		return data.length;
	}

	/**
	 * A tensor with the same numbers (shared) and another shape.
	 *
	 * @throws IllegalArgumentException if that holds another number of them
	 */
	public Tensor reshape(final int... newShape) {
		return new Tensor(data, newShape);
	}

	/** A deep copy. */
	public Tensor copy() {
		return new Tensor(data.clone(), shape);
	}

	/**
	 * Items {@code from} (included) to {@code to} (excluded) of the first axis,
	 * copied.
	 *
	 * @return [to - from, ...]
	 * @throws IndexOutOfBoundsException if there are no such items
	 */
	public Tensor items(final int from, final int to) {
		if (from < 0 || to > shape[0] || from > to) {
			throw new IndexOutOfBoundsException("items " + from + " to " + to +
				" of " + shape[0]);
		}
		final int per = shape[0] == 0 ? 0 : data.length / shape[0];
		final int[] s = shape.clone();
		s[0] = to - from;
		return new Tensor(Arrays.copyOfRange(data, from * per, to * per), s);
	}

	/**
	 * The whole tensor several times along the first axis.
	 *
	 * @param times at least 1; once is this tensor itself
	 * @return [times * n, ...]
	 */
	public Tensor repeat(final int times) {
		return times == 1 ? this : concat(java.util.Collections.nCopies(times,
			this));
	}

	/**
	 * Sum of two tensors of one shape.
	 *
	 * @throws IllegalArgumentException if the shapes differ, as all that take two
	 *           tensors do
	 */
	public Tensor plus(final Tensor other) {
		return zip(other, (a, b) -> a + b);
	}

	/** Difference of two tensors of one shape. */
	public Tensor minus(final Tensor other) {
		return zip(other, (a, b) -> a - b);
	}

	/** Product by elements of two tensors of one shape. */
	public Tensor times(final Tensor other) {
		return zip(other, (a, b) -> a * b);
	}

	/** Each number times a scalar, which is rounded to single precision first. */
	public Tensor times(final double factor) {
		final float f = (float) factor;
		return map(a -> a * f);
	}

	/**
	 * {@code this + factor * other}, the factor rounded to single precision
	 * first.
	 */
	public Tensor plus(final double factor, final Tensor other) {
		final float f = (float) factor;
		return zip(other, (a, b) -> a + f * b);
	}

	/** A function of each number, of the same shape. */
	public Tensor map(final Unary f) {
		final float[] out = new float[data.length];
		for (int i = 0; i < out.length; i++) {
			out[i] = f.apply(data[i]);
		}
		return new Tensor(out, shape);
	}

	/** A function of each pair of numbers of two tensors of one shape. */
	public Tensor zip(final Tensor other, final Binary f) {
		if (!Arrays.equals(shape, other.shape)) {
			throw new IllegalArgumentException("shapes differ: " + Arrays.toString(
				shape) + " and " + Arrays.toString(other.shape));
		}
		final float[] out = new float[data.length];
		for (int i = 0; i < out.length; i++) {
			out[i] = f.apply(data[i], other.data[i]);
		}
		return new Tensor(out, shape);
	}

	@Override
	public String toString() {
		return "Tensor" + Arrays.toString(shape);
	}

	/** NB: of a file's or a workflow's sizes it may be beyond 2^63. */
	private static BigInteger count(final int[] shape) {
		BigInteger n = BigInteger.ONE;
		for (final int s : shape) {
			if (s < 0) {
				throw new IllegalArgumentException("negative size in shape " + Arrays
					.toString(shape));
			}
			n = n.multiply(BigInteger.valueOf(s));
		}
		return n;
	}

	/** A function of one float. */
	@FunctionalInterface
	public interface Unary {

		float apply(float a);
	}

	/** A function of two floats. */
	@FunctionalInterface
	public interface Binary {

		float apply(float a, float b);
	}
}
