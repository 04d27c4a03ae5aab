
package org.latentj.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Weights;
import org.latentj.tensor.Tensor;

/**
 * Reference numbers in the test resources; their README tells what made them.
 */
public final class Golden {

	private Golden() {}

	/** A file of the golden folder. */
	public static Path file(final String name) {
		return Path.of("src", "test", "resources", "golden", name);
	}

	/** The tensors of a file of the golden folder. */
	public static Weights open(final String name) throws IOException {
		return Checkpoint.open(file(name)).weights();
	}

	/**
	 * Fails unless shapes are equal and no number differs by more than the
	 * tolerance.
	 */
	public static void assertClose(final String what, final Tensor expected,
		final Tensor actual, final double tolerance)
	{
		assertArrayEquals(expected.shape(), actual.shape(), what + ": shape");
		assertTrue(maxDifference(expected, actual) <= tolerance, () -> what +
			": differs by " + maxDifference(expected, actual) + ", more than " +
			tolerance);
	}

	/** Greatest difference; infinite where a number is not finite in one only. */
	public static double maxDifference(final Tensor a, final Tensor b) {
		double max = 0;
		for (int i = 0; i < a.length(); i++) {
			final double d = Math.abs((double) a.data()[i] - b.data()[i]);
			max = Math.max(max, Double.isNaN(d) ? Double.POSITIVE_INFINITY : d);
		}
		return max;
	}
}
