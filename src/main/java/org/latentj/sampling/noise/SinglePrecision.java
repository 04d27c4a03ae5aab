
package org.latentj.sampling.noise;

/**
 * Logarithm, sine and cosine of floats with the roundings that PyTorch's
 * vectorised Box-Muller transform has on x86: the polynomials of the Cephes
 * library (Moshier, {@code logf}, {@code sinf}, {@code cosf}), evaluated by
 * Horner's scheme with fused multiply-adds.
 */
final class SinglePrecision {

	private static final float[] LOG = { 7.0376836292e-2f, -1.1514610310e-1f,
		1.1676998740e-1f, -1.2420140846e-1f, 1.4249322787e-1f, -1.6668057665e-1f,
		2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f };

	private static final float[] SIN = { -1.9515295891e-4f, 8.3321608736e-3f,
		-1.6666654611e-1f };

	private static final float[] COS = { 2.443315711809948e-5f,
		-1.388731625493765e-3f, 4.166664568298827e-2f };

	/** The natural logarithm of 2 as a sum of two floats. */
	private static final float LN2_HIGH = 0.693359375f;

	private static final float LN2_LOW = -2.12194440e-4f;

	/** A quarter of pi as a sum of three floats, all negated. */
	private static final float[] MINUS_QUARTER_PI = { -0.78515625f,
		-2.4187564849853515625e-4f, -3.77489497744594108e-8f };

	private SinglePrecision() {}

	/** The natural logarithm of a normal positive number. */
	static float log(final float x) {
		int exponent = Math.getExponent(x) + 1;
		float m = Math.scalb(x, -exponent);
		if (m < 0.707106781186547524f) {
			exponent--;
			m = m + m - 1;
		}
		else {
			m -= 1;
		}
		final float z = m * m;
		float y = horner(LOG, m) * m;
		y = Math.fma(y, z, exponent * LN2_LOW);
		y = Math.fma(-0.5f, z, y);
		return Math.fma(exponent, LN2_HIGH, m + y);
	}

	/** The sine of an angle in [0, 2 pi]. */
	static float sin(final float x) {
		final int octant = octant(x);
		final float r = reduce(x, octant);
		final float value = (octant & 2) == 0 ? sinPolynomial(r) : cosPolynomial(r);
		return (octant & 4) == 0 ? value : -value;
	}

	/** The cosine of an angle in [0, 2 pi]. */
	static float cos(final float x) {
		final int octant = octant(x);
		final float r = reduce(x, octant);
		final float value = (octant & 2) == 0 ? cosPolynomial(r) : sinPolynomial(r);
		return (octant - 2 & 4) != 0 ? value : -value;
	}

	/** The nearest even multiple of a quarter of pi. */
	private static int octant(final float x) {
		return (int) (x * 1.27323954473516f) + 1 & ~1;
	}

	private static float reduce(final float x, final int octant) {
		float r = x;
		for (final float part : MINUS_QUARTER_PI) {
			r = Math.fma(octant, part, r);
		}
		return r;
	}

	private static float sinPolynomial(final float r) {
		final float z = r * r;
		return Math.fma(horner(SIN, z) * z, r, r);
	}

	private static float cosPolynomial(final float r) {
		final float z = r * r;
		final float y = horner(COS, z) * z;
		return Math.fma(y, z, -0.5f * z) + 1;
	}

	private static float horner(final float[] coefficients, final float x) {
		float y = coefficients[0];
		for (int i = 1; i < coefficients.length; i++) {
			y = Math.fma(y, x, coefficients[i]);
		}
		return y;
	}
}
