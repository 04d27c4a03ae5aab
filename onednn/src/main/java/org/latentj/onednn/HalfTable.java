
package org.latentj.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/**
 * Numbers of half precision (IEEE 754 binary16) as bf16, rounded to nearest,
 * ties to even: each of the 65536 is looked up. NB: oneDNN makes the one of the
 * other only by a path that takes 50 ns for each.
 */
final class HalfTable {

	private static final short[] ROUNDED = new short[1 << 16];

	private static final int PIECE = 1 << 14;

	static {
		for (int i = 0; i < ROUNDED.length; i++) {
			ROUNDED[i] = rounded(single((short) i));
		}
	}

	private HalfTable() {}

	/** A number of half precision. */
	static float single(final short half) {
		final int sign = half < 0 ? -1 : 1;
		final int exponent = half >> 10 & 0x1f;
		final int digits = half & 0x3ff;
		if (exponent == 0x1f) {
			return digits == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
		}
		return sign * (exponent == 0 ? Math.scalb((float) digits, -24) : Math.scalb(
			(float) (digits + 1024), exponent - 25));
	}

	/** The nearest bf16. */
	static short rounded(final float number) {
		final int bits = Float.floatToRawIntBits(number);
		return Float.isNaN(number) ? (short) 0x7fc0 : (short) (bits + 0x7fff +
			(bits >>> 16 & 1) >>> 16);
	}

	/**
	 * All of a buffer.
	 *
	 * @param halves little endian
	 * @param made in the processor's order, of as many bytes
	 */
	static void round(final ByteBuffer halves, final ByteBuffer made) {
		final ShortBuffer from = halves.order(ByteOrder.LITTLE_ENDIAN)
			.asShortBuffer();
		final ShortBuffer to = made.asShortBuffer();
		final short[] piece = new short[Math.min(PIECE, from.remaining())];
		while (from.hasRemaining()) {
			final int count = Math.min(PIECE, from.remaining());
			from.get(piece, 0, count);
			for (int i = 0; i < count; i++) {
				piece[i] = ROUNDED[piece[i] & 0xffff];
			}
			to.put(piece, 0, count);
		}
	}
}
