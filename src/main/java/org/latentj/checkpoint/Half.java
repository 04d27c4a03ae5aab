
package org.latentj.checkpoint;

/** IEEE 754 half precision. Java 17 has no conversion of its own. */
final class Half {

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
}
