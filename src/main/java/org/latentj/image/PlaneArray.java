
package org.latentj.image;

import net.imglib2.Cursor;
import net.imglib2.Interval;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Util;
import net.imglib2.view.Views;

/**
 * A copy of a plane, bit by bit, whose pixels are reached by their number in
 * row-major order: fast for the types of ImageJ, right for all others.
 */
abstract class PlaneArray<T extends RealType<T>> {

	private final Img<T> img;

	private final int length;

	private PlaneArray(final Img<?> img) {
		@SuppressWarnings("unchecked")
		final Img<T> typed = (Img<T>) img;
		this.img = typed;
		this.length = (int) img.size();
	}

	/** A pixel's intensity. */
	abstract float get(int i);

	/** All intensities, into an array from a place on. */
	abstract void read(float[] out, int at);

	/** All intensities. */
	final float[] read() {
		final float[] out = new float[length];
		read(out, 0);
		return out;
	}

	/** Changes a pixel; the intensity is rounded and clipped to the type. */
	abstract void set(int i, double intensity);

	/** The number of pixels. */
	final int length() {
		return length;
	}

	/** The copy as an image, which starts at 0, 0. */
	final Img<T> img() {
		return img;
	}

	static <T extends RealType<T>> PlaneArray<T> copyOf(
		final RandomAccessibleInterval<T> plane)
	{
		final int w = width(plane);
		final int h = height(plane);
		final Object type = plane.getType();
		if (type instanceof UnsignedByteType) {
			return new Bytes<>(copy(plane, new byte[w * h]), w, h);
		}
		if (type instanceof UnsignedShortType) {
			return new Shorts<>(copy(plane, new short[w * h]), w, h);
		}
		if (type instanceof FloatType) {
			return new Floats<>(copy(plane, new float[w * h]), w, h);
		}
		return new Any<>(plane);
	}

	/** Checks that it is a plane and gives its width. */
	static int width(final Interval plane) {
		if (plane.numDimensions() != 2) {
			throw new IllegalArgumentException("a plane has 2 dimensions, this has " +
				plane.numDimensions());
		}
		if (plane.dimension(0) < 1 || plane.dimension(1) < 1 || plane.dimension(0) *
			(double) plane.dimension(1) > Integer.MAX_VALUE - 8)
		{
			throw new IllegalArgumentException("a plane of " + plane.dimension(0) +
				"x" + plane.dimension(1) + " pixels cannot be worked on: it must " +
				"have 1 to 2147483639 pixels");
		}
		return (int) plane.dimension(0);
	}

	/** Checks that it is a plane and gives its height. */
	static int height(final Interval plane) {
		width(plane);
		return (int) plane.dimension(1);
	}

	/** Copies a plane of a native type into an array of its primitive type. */
	@SuppressWarnings({ "rawtypes", "unchecked" })
	static <A> A copy(final RandomAccessibleInterval<?> plane, final A array) {
		PrimitiveBlocks.of((RandomAccessibleInterval<NativeType>) plane,
			OnFallback.ACCEPT).copy(plane, array);
		return array;
	}

	private static final class Bytes<T extends RealType<T>> extends
		PlaneArray<T>
	{

		private final byte[] array;

		Bytes(final byte[] array, final int w, final int h) {
			super(ArrayImgs.unsignedBytes(array, w, h));
			this.array = array;
		}

		@Override
		float get(final int i) {
			return array[i] & 0xff;
		}

		@Override
		void read(final float[] out, final int at) {
			for (int i = 0; i < array.length; i++) {
				out[at + i] = array[i] & 0xff;
			}
		}

		@Override
		void set(final int i, final double intensity) {
			array[i] = (byte) Math.max(0, Math.min(255, Math.round(intensity)));
		}
	}

	private static final class Shorts<T extends RealType<T>> extends
		PlaneArray<T>
	{

		private final short[] array;

		Shorts(final short[] array, final int w, final int h) {
			super(ArrayImgs.unsignedShorts(array, w, h));
			this.array = array;
		}

		@Override
		float get(final int i) {
			return array[i] & 0xffff;
		}

		@Override
		void read(final float[] out, final int at) {
			for (int i = 0; i < array.length; i++) {
				out[at + i] = array[i] & 0xffff;
			}
		}

		@Override
		void set(final int i, final double intensity) {
			array[i] = (short) Math.max(0, Math.min(65535, Math.round(intensity)));
		}
	}

	private static final class Floats<T extends RealType<T>> extends
		PlaneArray<T>
	{

		private final float[] array;

		Floats(final float[] array, final int w, final int h) {
			super(ArrayImgs.floats(array, w, h));
			this.array = array;
		}

		@Override
		float get(final int i) {
			return array[i];
		}

		@Override
		void read(final float[] out, final int at) {
			System.arraycopy(array, 0, out, at, array.length);
		}

		@Override
		void set(final int i, final double intensity) {
			array[i] = (float) intensity;
		}
	}

	private static final class Any<T extends RealType<T>> extends PlaneArray<T> {

		private final RandomAccess<T> access;

		private final int width;

		Any(final RandomAccessibleInterval<T> plane) {
			super(duplicate(plane));
			this.access = img().randomAccess();
			this.width = (int) plane.dimension(0);
		}

		private static <T extends RealType<T>> Img<T> duplicate(
			final RandomAccessibleInterval<T> plane)
		{
			final Img<T> copy = Util.getSuitableImgFactory(plane, plane.getType())
				.create(plane);
			final Cursor<T> from = Views.flatIterable(plane).cursor();
			Views.flatIterable(copy).forEach(pixel -> pixel.set(from.next()));
			return copy;
		}

		@Override
		float get(final int i) {
			return at(i).getRealFloat();
		}

		@Override
		void read(final float[] out, final int at) {
			for (int i = 0; i < length(); i++) {
				out[at + i] = get(i);
			}
		}

		@Override
		void set(final int i, final double intensity) {
			final T pixel = at(i);
			pixel.setReal(Math.max(pixel.getMinValue(), Math.min(pixel.getMaxValue(),
				intensity)));
		}

		private T at(final int i) {
			access.setPosition(i % width, 0);
			access.setPosition(i / width, 1);
			return access.get();
		}
	}
}
