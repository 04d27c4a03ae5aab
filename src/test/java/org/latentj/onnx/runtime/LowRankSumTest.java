
package org.latentj.onnx.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;

import org.junit.jupiter.api.Test;

class LowRankSumTest {

	private static final int ROWS = 7;

	private static final int COLUMNS = 37;

	private static final int RANK = 5;

	private static final float BY = 0.3f;

	private final Random random = new Random(3);

	private final float[] left = numbers(ROWS * RANK);

	private final float[][] right = new float[RANK][];

	private final float[] weights = numbers(ROWS * COLUMNS);

	LowRankSumTest() {
		for (int i = 0; i < RANK; i++) {
			right[i] = numbers(COLUMNS);
		}
	}

	private float[] numbers(final int count) {
		final float[] numbers = new float[count];
		for (int i = 0; i < count; i++) {
			numbers[i] = (float) random.nextGaussian();
		}
		return numbers;
	}

	private static ByteBuffer direct(final int bytes) {
		return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
	}

	private ByteBuffer weights(final int first, final int end) {
		final ByteBuffer rows = direct((end - first) * COLUMNS * Float.BYTES);
		rows.asFloatBuffer().put(weights, first * COLUMNS, (end - first) * COLUMNS);
		return rows;
	}

	/** All sums, so many rows at a time. */
	private float[] sums(final int step, final FloatBuffer to) {
		final LowRankSum sum = new LowRankSum(left, right, BY);
		for (int first = 0; first < ROWS; first += step) {
			final int end = Math.min(first + step, ROWS);
			sum.put(weights(first, end), false, first, end - first, to);
		}
		final float[] all = new float[ROWS * COLUMNS];
		to.flip().get(all);
		return all;
	}

	private double expected(final double weight, final int at) {
		double product = 0;
		for (int k = 0; k < RANK; k++) {
			product += (double) left[at / COLUMNS * RANK + k] * right[k][at %
				COLUMNS];
		}
		return weight + BY * product;
	}

	@Test
	void addsTheProduct() {
		final float[] sums = sums(ROWS, FloatBuffer.allocate(ROWS * COLUMNS));
		for (int i = 0; i < sums.length; i++) {
			assertEquals(expected(weights[i], i), sums[i], 2e-6);
		}
	}

	@Test
	void howRowsAreSplitChangesNoBit() {
		final float[] whole = sums(ROWS, FloatBuffer.allocate(ROWS * COLUMNS));
		for (int step = 1; step < ROWS; step++) {
			assertArrayEquals(whole, sums(step, direct(whole.length * Float.BYTES)
				.asFloatBuffer()));
		}
	}

	@Test
	void takesHalves() {
		final ByteBuffer halves = direct(2 * ROWS * COLUMNS);
		for (int i = 0; i < ROWS * COLUMNS; i++) {
			// 1 + i / 1024
			halves.putShort((short) (0x3c00 + i));
		}
		final FloatBuffer sums = FloatBuffer.allocate(ROWS * COLUMNS);
		new LowRankSum(left, right, BY).put(halves.flip(), true, 0, ROWS, sums);
		for (int i = 0; i < ROWS * COLUMNS; i++) {
			assertEquals(expected(1 + i / 1024.0, i), sums.get(i), 2e-6);
		}
	}
}
