
package org.latentj.onnx.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnlargedSamplesTest {

	/** For each column of the result, by a row of cells seen one by one. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void addsUpWeightsThatMeetTheSameCell(final int column) {
		final int at = 10 + column;
		final int first = Math.floorDiv(at - 1, 2);
		for (int weight = 0; weight < 3; weight++) {
			assertEquals(Math.floorDiv(at + weight - 1, 2) - first, EnlargedSamples
				.of(column, weight), "weight " + weight);
		}
	}
}
