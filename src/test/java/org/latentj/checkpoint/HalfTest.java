
package org.latentj.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Half} against IEEE 754-2008, table 3.5. */
class HalfTest {

	@ParameterizedTest
	@CsvSource({ "0, 0", "8000, -0.0", "3c00, 1", "c000, -2", "7bff, 65504",
		"0001, 5.9604645E-8", "03ff, 6.097555E-5", "0400, 6.1035156E-5",
		"7c00, Infinity", "fc00, -Infinity", "7e00, NaN" })
	void convertsTheExamplesOfTheStandard(final String bits,
		final float expected)
	{
		assertEquals(expected, Half.toFloat((short) Integer.parseInt(bits, 16)));
	}

	@Test
	void convertsEveryNumberToItsValue() {
		for (int bits = 0; bits < 0x7c00; bits++) {
			final int exponent = bits >> 10;
			final double mantissa = (bits & 0x3ff) / 1024.0;
			final double value = exponent == 0 ? mantissa * 0x1p-14 : (1 + mantissa) *
				Math.pow(2, exponent - 15);
			assertEquals((float) value, Half.toFloat((short) bits));
			assertEquals((float) -value, Half.toFloat((short) (bits | 0x8000)));
		}
	}

	@Test
	void readsEightBitFloats() {
		final float[] some = { 0, 0x1p-9f, 0x1p-6f, 1, -1, 448, -448 };
		final int[] bits = { 0, 1, 8, 0x38, 0xb8, 0x7e, 0xfe };
		for (int i = 0; i < bits.length; i++) {
			assertEquals(some[i], Half.ofE4M3((byte) bits[i]), "bits " + bits[i]);
		}
		assertTrue(Float.isNaN(Half.ofE4M3((byte) 0x7f)));
		assertTrue(Float.isNaN(Half.ofE4M3((byte) 0xff)));
	}

	@Test
	void roundsToTheNearestNumberOfHalfPrecision() {
		for (int bits = 0; bits < 0x7c00; bits++) {
			final float x = Half.toFloat((short) bits);
			final float next = Half.toFloat((short) (bits + 1));
			assertEquals(x, Half.rounded(x));
			assertEquals(-x, Half.rounded(-x));
			if (bits < 0x7bff) {
				final float middle = (x + next) / 2;
				assertEquals(bits % 2 == 0 ? x : next, Half.rounded(middle));
				assertEquals(x, Half.rounded(Math.nextDown(middle)));
				assertEquals(next, Half.rounded(Math.nextUp(middle)));
			}
		}
		assertEquals(65504, Half.rounded(Math.nextDown(65520f)));
		assertEquals(Float.POSITIVE_INFINITY, Half.rounded(65520));
		assertEquals(Float.NEGATIVE_INFINITY, Half.rounded(-1e9f));
		assertTrue(Float.isNaN(Half.rounded(Float.NaN)));
	}
}
