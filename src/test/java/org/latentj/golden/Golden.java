
package org.latentj.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.tensor.Tensor;

/**
 * Reference numbers in the test resources; their README tells what made them.
 */
public final class Golden {

	private Golden() {}

	/**
	 * A file of the golden folder; one of which that holds a description only is
	 * made first ({@link Seeded}).
	 */
	public static Path file(final String name) {
		return Seeded.file(name, Path.of("src", "test", "resources", "golden",
			name));
	}

	/** The tensors of a file of the golden folder. */
	public static Weights open(final String name) throws IOException {
		return CheckpointFormats.open(file(name)).weights();
	}

	/**
	 * How far a latent of e2e.safetensors is from what it stands for: the same
	 * run with the network in double precision. A comparison cannot ask for less.
	 */
	public static double rounding(final String name) throws IOException {
		return JsonParser.parseString(Files.readString(file("e2e_rounding.json")))
			.getAsJsonObject().get(name).getAsDouble();
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
