
package org.latentj.omezarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.latentj.zarr.DataType;

/**
 * The next coarser level of a plane: half as wide and high, rounded up. At an
 * odd border fewer pixels count.
 */
final class Halving {

	private final ByteBuffer from;

	private final DataType type;

	private final int width;

	private final int height;

	/** @param size of the plane's box, height and width last */
	private Halving(final byte[] plane, final DataType type, final int[] size) {
		this.from = ByteBuffer.wrap(plane).order(ByteOrder.LITTLE_ENDIAN);
		this.type = type;
		this.width = size[size.length - 1];
		this.height = size[size.length - 2];
	}

	/** Means of up to four pixels; whole numbers are rounded, halves up. */
	static byte[] mean(final byte[] plane, final DataType type,
		final int[] size)
	{
		return new Halving(plane, type, size).made(false);
	}

	/** The upper left one of four. */
	static byte[] nearest(final byte[] plane, final DataType type,
		final int[] size)
	{
		return new Halving(plane, type, size).made(true);
	}

	private byte[] made(final boolean nearest) {
		final int w = (width + 1) / 2;
		final int h = (height + 1) / 2;
		final byte[] bytes = new byte[Math.multiplyExact(w * h, type.bytes())];
		final ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		for (int y = 0; y < h; y++) {
			for (int x = 0; x < w; x++) {
				if (nearest) {
					System.arraycopy(from.array(), (2 * y * width + 2 * x) * type.bytes(),
						bytes, (y * w + x) * type.bytes(), type.bytes());
				}
				else {
					put(to, y * w + x, mean(2 * x, 2 * y));
				}
			}
		}
		return bytes;
	}

	private double mean(final int x, final int y) {
		double sum = 0;
		int count = 0;
		for (int j = y; j < Math.min(y + 2, height); j++) {
			for (int i = x; i < Math.min(x + 2, width); i++) {
				sum += get(j * width + i);
				count++;
			}
		}
		return sum / count;
	}

	private double get(final int i) {
		return switch (type) {
			case UINT8 -> from.get(i) & 0xff;
			case INT8 -> from.get(i);
			case UINT16 -> from.getShort(2 * i) & 0xffff;
			case INT16 -> from.getShort(2 * i);
			case UINT32 -> from.getInt(4 * i) & 0xffffffffL;
			case INT32 -> from.getInt(4 * i);
			case FLOAT32 -> from.getFloat(4 * i);
			case FLOAT64 -> from.getDouble(8 * i);
			case UINT64, INT64 -> throw new IllegalArgumentException(
				"there is no mean of pixels of 64 bits");
		};
	}

	private void put(final ByteBuffer to, final int i, final double mean) {
		final long whole = (long) Math.floor(mean + 0.5);
		switch (type) {
			case UINT8, INT8 -> to.put(i, (byte) whole);
			case UINT16, INT16 -> to.putShort(2 * i, (short) whole);
			case UINT32, INT32 -> to.putInt(4 * i, (int) whole);
			case FLOAT32 -> to.putFloat(4 * i, (float) mean);
			default -> to.putDouble(8 * i, mean);
		}
	}
}
