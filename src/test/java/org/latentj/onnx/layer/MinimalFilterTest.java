
package org.latentj.onnx.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MinimalFilterTest {

	static Stream<MinimalFilter> filters() {
		return Stream.of(MinimalFilter.OF_TWO, MinimalFilter.OF_FOUR);
	}

	private static double dot(final double[] a, final double[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++) {
			sum += a[i] * b[i];
		}
		return sum;
	}

	private static double[] products(final MinimalFilter filter,
		final double[] inputs, final double[] weights)
	{
		final double[] products = new double[filter.size()];
		for (int i = 0; i < products.length; i++) {
			products[i] = dot(filter.inputs(i), inputs) * dot(filter.weights(i),
				weights);
		}
		return products;
	}

	private static double result(final MinimalFilter filter, final int number,
		final double[] products)
	{
		double sum = 0;
		for (int i = 0; i < products.length; i++) {
			sum += filter.result(number, i) * products[i];
		}
		return sum;
	}

	@ParameterizedTest
	@MethodSource("filters")
	void givesSumsOfProductsOfNeighbours(final MinimalFilter filter) {
		final Random random = new Random(1);
		final double[] inputs = random.doubles(filter.size(), -1, 1).toArray();
		final double[] weights = random.doubles(3, -1, 1).toArray();
		final double[] products = products(filter, inputs, weights);
		for (int k = 0; k < filter.results(); k++) {
			assertEquals(inputs[k] * weights[0] + inputs[k + 1] * weights[1] +
				inputs[k + 2] * weights[2], result(filter, k, products), 1e-14);
		}
	}

	@ParameterizedTest
	@MethodSource("filters")
	void tellsWhatMakesEachResultGreaterByOne(final MinimalFilter filter) {
		final double[] offsets = new double[filter.size()];
		for (int i = 0; i < offsets.length; i++) {
			offsets[i] = filter.offset(i);
		}
		for (int k = 0; k < filter.results(); k++) {
			assertEquals(1, result(filter, k, offsets), 1e-14);
		}
	}

	/** The matrices in Lavin and Gray's equation 6, but for signs. */
	@Test
	void isThePublishedOneForTwo() {
		assertArrayEquals(new double[] { -1, 0, 1, 0 }, MinimalFilter.OF_TWO.inputs(
			0));
		assertArrayEquals(new double[] { 0, 1, 1, 0 }, MinimalFilter.OF_TWO.inputs(
			1));
		assertArrayEquals(new double[] { 0.5, -0.5, 0.5 }, MinimalFilter.OF_TWO
			.weights(2));
		assertArrayEquals(new double[] { 0, -1, 0, 1 }, MinimalFilter.OF_TWO.inputs(
			3));
	}
}
