
package org.latentj.checkpoint;

/**
 * IEEE 754 half precision, and the 8-bit floats of networks (Micikevicius et
 * al. 2022, arXiv:2209.05433). Java 17 has no conversions of its own.
 */
public final class Half {

	private Half() {}

	static float toFloat(final short half) {
		final int sign = (half & 0x8000) << 16;
		final int exponent = half >> 10 & 0x1f;
		final int mantissa = half & 0x3ff;
		if (exponent == 0x1f) {
			return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
		}
		if (exponent == 0) {
			final float subnormal = mantissa * 0x1p-24f;
			return sign == 0 ? subnormal : -subnormal;
		}
		return Float.intBitsToFloat(sign | exponent + 112 << 23 | mantissa << 13);
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
}
