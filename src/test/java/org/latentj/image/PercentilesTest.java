
package org.latentj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import net.imglib2.img.array.ArrayImgs;

class PercentilesTest {

	private static final double[] PERCENTS = { 0, 0.35, 12, 50, 99.65, 100 };

	/** Against all numbers in order. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 40 })
	void areWhatStandsThereIfAllAreInOrder(final int planes) {
		final Random random = new Random(planes);
		final float[] all = new float[50 * planes];
		for (int i = 0; i < all.length; i++) {
			all[i] = switch (random.nextInt(4)) {
				case 0 -> random.nextInt(5) - 2;
				case 1 -> -0.0f;
				case 2 -> (float) random.nextGaussian() * 1e-30f;
				default -> (float) random.nextGaussian() * 1e6f;
			};
		}
		final float[] sorted = all.clone();
		Arrays.sort(sorted);
		assertArrayEquals(Arrays.stream(PERCENTS).map(p -> sorted[(int) Math.rint(
			(sorted.length - 1) * p / 100)]).toArray(), Percentiles.of(IntStream
				.range(0, planes).mapToObj(k -> ArrayImgs.floats(Arrays.copyOfRange(all,
					50 * k, 50 * k + 50), 10, 5)).toList(), PERCENTS));
	}

	@Test
	void countFiniteNumbersAlone() {
		final float[] numbers = { Float.NaN, 3, Float.NEGATIVE_INFINITY,
			Float.POSITIVE_INFINITY, -Float.MAX_VALUE };
		assertArrayEquals(new double[] { -Float.MAX_VALUE, 3 }, Percentiles.of(List
			.of(ArrayImgs.floats(numbers, 5, 1)), 0, 100));
		assertThrows(IllegalArgumentException.class, () -> Percentiles.of(List.of(
			ArrayImgs.floats(new float[] { Float.NaN }, 1, 1)), 0, 100));
	}
}
