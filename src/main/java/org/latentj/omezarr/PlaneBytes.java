
package org.latentj.omezarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.latentj.image.IntensityRange;
import org.latentj.zarr.DataType;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/** The bytes of an array, low ones first, as planes of ImgLib2 and back. */
public final class PlaneBytes {

	private PlaneBytes() {}

	/**
	 * A plane.
	 *
	 * @param bytes row after row
	 */
	public static Img<? extends RealType<?>> plane(final byte[] bytes,
		final DataType type, final int width, final int height)
	{
		final ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		final int n = width * height;
		return switch (type) {
			case UINT8 -> ArrayImgs.unsignedBytes(bytes, width, height);
			case INT8 -> ArrayImgs.bytes(bytes, width, height);
			case UINT16 -> ArrayImgs.unsignedShorts(shorts(b, n), width, height);
			case INT16 -> ArrayImgs.shorts(shorts(b, n), width, height);
			case UINT32 -> ArrayImgs.unsignedInts(ints(b, n), width, height);
			case INT32 -> ArrayImgs.ints(ints(b, n), width, height);
			case UINT64 -> ArrayImgs.unsignedLongs(longs(b, n), width, height);
			case INT64 -> ArrayImgs.longs(longs(b, n), width, height);
			case FLOAT32 -> {
				final float[] all = new float[n];
				b.asFloatBuffer().get(all);
				yield ArrayImgs.floats(all, width, height);
			}
			case FLOAT64 -> {
				final double[] all = new double[n];
				b.asDoubleBuffer().get(all);
				yield ArrayImgs.doubles(all, width, height);
			}
		};
	}

	private static short[] shorts(final ByteBuffer b, final int n) {
		final short[] all = new short[n];
		b.asShortBuffer().get(all);
		return all;
	}

	private static int[] ints(final ByteBuffer b, final int n) {
		final int[] all = new int[n];
		b.asIntBuffer().get(all);
		return all;
	}

	private static long[] longs(final ByteBuffer b, final int n) {
		final long[] all = new long[n];
		b.asLongBuffer().get(all);
		return all;
	}

	/** The pixels of a plane in single precision, row after row. */
	public static float[] floats(final byte[] bytes, final DataType type) {
		final int n = bytes.length / type.bytes();
		final float[] all = new float[n];
		int i = 0;
		for (final RealType<?> pixel : Views.flatIterable(plane(bytes, type, n,
			1)))
		{
			all[i++] = pixel.getRealFloat();
		}
		return all;
	}

	/**
	 * The bytes of a plane, row after row.
	 *
	 * @throws IllegalArgumentException if no array has its type
	 */
	public static byte[] bytes(final RandomAccessibleInterval<?> plane) {
		final DataType type = type(plane.getType());
		final int n = Math.toIntExact(plane.dimension(0) * plane.dimension(1));
		final ByteBuffer b = ByteBuffer.allocate(Math.multiplyExact(n, type
			.bytes())).order(ByteOrder.LITTLE_ENDIAN);
		final Object pixels = array(plane);
		if (pixels instanceof byte[] all) {
			b.put(all, 0, n);
			return b.array();
		}
		if (pixels instanceof short[] all) {
			b.asShortBuffer().put(all, 0, n);
			return b.array();
		}
		if (pixels instanceof float[] all) {
			b.asFloatBuffer().put(all, 0, n);
			return b.array();
		}
		for (final Object pixel : Views.flatIterable(plane)) {
			switch (type) {
				case UINT8, INT8 -> b.put((byte) whole(pixel));
				case UINT16, INT16 -> b.putShort((short) whole(pixel));
				case UINT32, INT32 -> b.putInt((int) whole(pixel));
				case UINT64, INT64 -> b.putLong(whole(pixel));
				case FLOAT32 -> b.putFloat(((FloatType) pixel).get());
				case FLOAT64 -> b.putDouble(((DoubleType) pixel).get());
			}
		}
		return b.array();
	}

	/** The pixels of an image that has them in one array; else null. */
	private static Object array(final RandomAccessibleInterval<?> plane) {
		return plane instanceof ArrayImg<?, ?> img && img.update(
			null) instanceof ArrayDataAccess<?> access ? access
				.getCurrentStorageArray() : null;
	}

	private static long whole(final Object pixel) {
		return ((IntegerType<?>) pixel).getIntegerLong();
	}

	/** The one that an array of such pixels has. */
	static DataType type(final Object pixel) {
		return pixel instanceof UnsignedByteType ? DataType.UINT8
			: pixel instanceof ByteType ? DataType.INT8
				: pixel instanceof UnsignedShortType ? DataType.UINT16
					: pixel instanceof ShortType ? DataType.INT16
						: pixel instanceof UnsignedIntType ? DataType.UINT32
							: pixel instanceof IntType ? DataType.INT32
								: pixel instanceof UnsignedLongType ? DataType.UINT64
									: pixel instanceof LongType ? DataType.INT64
										: pixel instanceof FloatType ? DataType.FLOAT32
											: pixel instanceof DoubleType ? DataType.FLOAT64 : none(
												pixel);
	}

	private static DataType none(final Object pixel) {
		throw new IllegalArgumentException("pixels of type " + pixel.getClass()
			.getSimpleName() + " are in no array");
	}

	/**
	 * All that a type can hold.
	 *
	 * @throws IllegalArgumentException for fractions, which have no such range
	 */
	public static IntensityRange full(final DataType type) {
		if (type.isFloat()) {
			throw new IllegalArgumentException("pixels of type " + type.text() +
				" have no full range: choose percentiles or fixed numbers");
		}
		final double all = Math.pow(2, 8.0 * type.bytes());
		return type.text().startsWith("u") ? new IntensityRange(0, all - 1)
			: new IntensityRange(-all / 2, all / 2 - 1);
	}
}
