
package org.latentj.zarr;

import java.util.Arrays;

/**
 * How the numbers of a chunk lie in its bytes before they are compressed.
 *
 * @param shape of the chunk, by axis
 * @param type of the numbers
 * @param order the axes as they are stored, the slowest first
 * @param highFirst whether high bytes come first
 */
record ChunkLayout(int[] shape, DataType type, int[] order, boolean highFirst) {

	/** In the order of the axes, low bytes first. */
	static ChunkLayout plain(final int[] shape, final DataType type) {
		final int[] order = new int[shape.length];
		Arrays.setAll(order, i -> i);
		return new ChunkLayout(shape, type, order, false);
	}

	/** How many bytes it has. */
	int bytes() {
		return Boxes.count(shape) * type.bytes();
	}

	private boolean isPlainOrder() {
		for (int i = 0; i < order.length; i++) {
			if (order[i] != i) {
				return false;
			}
		}
		return true;
	}

	/** The numbers in the order of the axes, low bytes first. */
	byte[] unpack(final byte[] stored) {
		final byte[] low = highFirst ? swapped(stored) : stored;
		return isPlainOrder() ? low : reordered(low, true);
	}

	/** The other way round. */
	byte[] pack(final byte[] raw) {
		final byte[] ordered = isPlainOrder() ? raw : reordered(raw, false);
		return highFirst ? swapped(ordered) : ordered;
	}

	private byte[] swapped(final byte[] bytes) {
		final int size = type.bytes();
		final byte[] out = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			out[i / size * size + size - 1 - i % size] = bytes[i];
		}
		return out;
	}

	private byte[] reordered(final byte[] bytes, final boolean unpack) {
		final int size = type.bytes();
		final int[] step = Boxes.steps(shape);
		final byte[] out = new byte[bytes.length];
		final int[] at = new int[shape.length];
		for (int stored = 0; stored < bytes.length / size; stored++) {
			int plain = 0;
			for (int i = 0; i < at.length; i++) {
				plain += at[i] * step[order[i]];
			}
			System.arraycopy(bytes, (unpack ? stored : plain) * size, out, (unpack
				? plain : stored) * size, size);
			for (int i = at.length - 1; i >= 0 && ++at[i] == shape[order[i]]; i--) {
				at[i] = 0;
			}
		}
		return out;
	}
}
