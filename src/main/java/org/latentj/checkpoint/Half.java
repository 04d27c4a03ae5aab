
package org.latentj.checkpoint;

/**
 * IEEE 754 half precision, and the 8-bit floats of networks (Micikevicius et
 * al. 2022, arXiv:2209.05433). Java 17 has no conversions of its own.
 */
public final class Half {

	private static final int COUNT = 1 << 16;

	private static final int BITS = COUNT - 1;

	private Half() {}

	/**
	 * All numbers by their bits. NB: Java 17 makes no vector instructions of the
	 * conversion, and looking a number up takes half of its time.
	 */
	private static final class All {

		static final float[] NUMBERS = new float[COUNT];

		static {
			for (int bits = 0; bits < COUNT; bits++) {
				NUMBERS[bits] = toFloat((short) bits);
			}
		}

		private All() {}
	}

	/**
	 * Converts many.
	 *
	 * @param halves as many as {@code count}, at least
	 * @param to receives the numbers
	 * @param start index of the first to write
	 */
	static void toFloats(final short[] halves, final float[] to, final int start,
		final int count)
	{
		final float[] numbers = All.NUMBERS;
		for (int i = 0; i < count; i++) {
			to[start + i] = numbers[halves[i] & BITS];
		}
	}

	/**
	 * NB: a float with the same bits of exponent and mantissa is the number times
	 * 2 to the power of -112, the difference of the exponents' biases, also where
	 * it is subnormal.
	 */
	static float toFloat(final short half) {
		final int sign = (half & 0x8000) << 16;
		final int size = (half & 0x7fff) << 13;
		return size >= 0x7c00 << 13 ? Float.intBitsToFloat(sign | 0x70000000 | size)
			: Float.intBitsToFloat(sign | size) * 0x1p112f;
	}

	/** Four bits of exponent, three of mantissa, no infinity, two NaNs. */
	static float ofE4M3(final byte bits) {
		final int exponent = bits >> 3 & 0xf;
		final int mantissa = bits & 7;
		final float size = exponent == 0xf && mantissa == 7 ? Float.NaN
			: exponent == 0 ? mantissa * 0x1p-9f : Math.scalb(8 + mantissa, exponent -
				10);
		return bits < 0 ? -size : size;
	}

	/**
	 * The number of half precision that is nearest; of two the one with an even
	 * last bit. Infinity for what is too large.
	 */
	public static float rounded(final float x) {
		final int bits = Float.floatToRawIntBits(x);
		final int size = bits & 0x7fffffff;
		if (size >= 0x477ff000) {
			return size > 0x7f800000 ? x : Math.copySign(Float.POSITIVE_INFINITY, x);
		}
		if (size < 0x38800000) {
			return Math.copySign((float) (Math.rint(x * 0x1p24) * 0x1p-24), x);
		}
		return Float.intBitsToFloat(bits + 0xfff + (bits >> 13 & 1) & ~0x1fff);
	}

	/** Rounds many, in their place. */
	public static void round(final float[] numbers) {
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = rounded(numbers[i]);
		}
	}
}
