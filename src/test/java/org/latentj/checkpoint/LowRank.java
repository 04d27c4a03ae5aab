
package org.latentj.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.golden.Rewritten;
import org.latentj.tensor.Tensor;

/**
 * A patch for tests, of a file of its own: W + strength * up * down for each
 * tensor W [out, ...], of which {@code W.up} [out, rank] and {@code W.down}
 * [rank, ...] are there.
 */
public record LowRank(Weights factors, float strength) implements Patch {

	private static final int RANK = 2;

	/** Writes a file of random factors for some tensors. */
	public static LowRank write(final Path file, final float strength,
		final Weights weights, final String... names) throws IOException
	{
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		for (final String name : names) {
			shapes.put(name, weights.get(name).shape());
		}
		return write(file, strength, shapes);
	}

	/** Likewise, for tensors of these shapes. */
	public static LowRank write(final Path file, final float strength,
		final Map<String, long[]> shapes) throws IOException
	{
		final StringBuilder header = new StringBuilder();
		final ByteArrayOutputStream data = new ByteArrayOutputStream();
		final Random random = new Random(42);
		for (final Map.Entry<String, long[]> e : shapes.entrySet()) {
			final String name = e.getKey();
			final int out = (int) e.getValue()[0];
			final int in = (int) (Arrays.stream(e.getValue()).reduce(1, (a, b) -> a *
				b) / out);
			add(header, data, name + ".up", random, out, RANK);
			add(header, data, name + ".down", random, RANK, in);
		}
		return new LowRank(CheckpointFormats.open(SafetensorsFile.write(file, "{" +
			header + "}", data.toByteArray())).weights(), strength);
	}

	private static void add(final StringBuilder header,
		final ByteArrayOutputStream data, final String name, final Random random,
		final int rows, final int columns)
	{
		final int from = data.size();
		data.writeBytes(bytes(random, rows * columns));
		header.append(header.length() == 0 ? "" : ",").append(SafetensorsFile.entry(
			name, "F32", "[" + rows + "," + columns + "]", from, data.size()));
	}

	private static byte[] bytes(final Random random, final int count) {
		final float[] numbers = new float[count];
		for (int i = 0; i < count; i++) {
			numbers[i] = (float) random.nextGaussian();
		}
		return bytes(numbers);
	}

	private static byte[] bytes(final float[] numbers) {
		final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length)
			.order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(numbers);
		return bytes.array();
	}

	/** A copy of a file that holds what this patch computes. */
	public Weights merged(final Path source, final Weights weights,
		final String prefix, final Path to) throws IOException
	{
		final Rewritten file = new Rewritten(source);
		for (final Map.Entry<String, long[]> e : shapes(weights).entrySet()) {
			file.with(prefix + e.getKey(), "F32", bytes(compute(weights, e.getKey())
				.data()), e.getValue());
		}
		return CheckpointFormats.open(file.write(to)).weights();
	}

	@Override
	public Map<String, long[]> shapes(final Weights weights) {
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		for (final String name : factors.names()) {
			if (name.endsWith(".up")) {
				final String touched = name.substring(0, name.length() - 3);
				final long[] shape = weights.get(touched).shape();
				if (shape[0] != factors.size(name, 0)) {
					throw factors.problem(name, "does not fit " + weights.get(touched)
						.name());
				}
				shapes.put(touched, shape);
			}
		}
		return shapes;
	}

	@Override
	public Tensor compute(final Weights weights, final String name)
		throws IOException
	{
		final Tensor sum = weights.read(name).copy();
		final float[] up = factors.read(name + ".up").data();
		final float[] down = factors.read(name + ".down").data();
		final int columns = down.length / RANK;
		for (int i = 0; i < sum.length(); i++) {
			for (int r = 0; r < RANK; r++) {
				sum.data()[i] += strength * up[i / columns * RANK + r] * down[r *
					columns + i % columns];
			}
		}
		return sum;
	}

	@Override
	public Set<FileState> files() {
		return factors.files();
	}
}
