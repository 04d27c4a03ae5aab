
package org.latentj.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.Stream;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.golden.Golden;
import org.latentj.tensor.Tensor;

/**
 * A file of reference numbers; {@code README.md} beside them names the maker.
 */
public final class GoldenFile {

	private final Checkpoint file;

	private GoldenFile(final Checkpoint file) {
		this.file = file;
	}

	/** Opens a safetensors file. */
	public static GoldenFile open(final String name) {
		try {
			return new GoldenFile(CheckpointFormats.open(Golden.file(name)));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Reads a JSON file. */
	public static JsonObject json(final String name) {
		try {
			return JsonParser.parseString(Files.readString(Golden.file(name)))
				.getAsJsonObject();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** A list of numbers of a JSON file. */
	public static float[] floats(final JsonObject object, final String key) {
		final var array = object.getAsJsonArray(key);
		final float[] out = new float[array.size()];
		for (int i = 0; i < out.length; i++) {
			out[i] = array.get(i).getAsFloat();
		}
		return out;
	}

	/** The names of all tensors. */
	public Stream<String> names() {
		return file.tensors().keySet().stream();
	}

	/** Reads one tensor. */
	public Tensor read(final String name) {
		try {
			return file.weights().read(name);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/**
	 * Asserts that two tensors differ by less than a part of the greatest
	 * magnitude of the expected one.
	 */
	public static void assertClose(final Tensor expected, final Tensor actual,
		final double relative)
	{
		assertArrayEquals(expected.shape(), actual.shape());
		final double error = error(expected, actual);
		assertTrue(error < relative, "relative error " + error + ", at most " +
			relative + " allowed");
	}

	/** The greatest difference over the greatest magnitude. */
	public static double error(final Tensor expected, final Tensor actual) {
		double error = 0;
		double size = 0;
		for (int i = 0; i < expected.length(); i++) {
			final double e = expected.data()[i];
			// NB: max of a NaN is NaN, so that nothing is hidden.
			error = Math.max(error, Math.abs(e - actual.data()[i]));
			size = Math.max(size, Math.abs(e));
		}
		return error / size;
	}

	@Override
	public String toString() {
		return Arrays.toString(file.tensors().keySet().toArray());
	}
}
