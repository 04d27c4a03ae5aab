
package org.latentj.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.latentj.tensor.Tensor;

/**
 * A tensor of a patched network, or some rows of it, which is computed each
 * time it is asked for. Two are equal that give the same.
 *
 * @param patch what computes it
 * @param weights what the patch was laid over
 * @param name its name there
 * @param info as {@link Weights#get} has the whole of it
 * @param rows those that are meant; all if empty
 */
public record ComputedTensor(Patch patch, Weights weights, String name,
		TensorInfo info, Optional<Naming.Rows> rows) implements Supplier<Tensor> {

	/** Some rows of this one. */
	public ComputedTensor rows(final long from, final long to) {
		return new ComputedTensor(patch, weights, name, info, Optional.of(rows.map(
			r -> r.rows(from, to)).orElse(new Naming.Rows(from, to))));
	}

	/** All files that it is computed from, those of patches below included. */
	public Set<FileState> files() {
		final Set<FileState> files = new LinkedHashSet<>(Set.of(info.file()));
		weights.computed(name).ifPresent(below -> files.addAll(below.files()));
		files.addAll(patch.files());
		return files;
	}

	/**
	 * Computes it into a buffer, from its position on.
	 *
	 * @throws UncheckedIOException if a file cannot be read
	 */
	public void put(final FloatBuffer to) {
		final int start = to.position();
		final long all = info.rank() == 0 ? 1 : info.shape()[0];
		final Naming.Rows some = rows.orElse(new Naming.Rows(0, all));
		try {
			patch.put(weights, name, some.from(), some.to(), to);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		if (all > 0 && to.position() - start != info.count() / all * (some.to() -
			some.from()))
		{
			throw new IllegalStateException("the patch of '" + info.name() +
				"' gives " + (to.position() - start) + " numbers and said " + Arrays
					.toString(info.shape()));
		}
	}

	/**
	 * Computes it.
	 *
	 * @throws UncheckedIOException if a file cannot be read
	 */
	@Override
	public Tensor get() {
		try {
			final Tensor whole = patch.compute(weights, name);
			if (!Arrays.equals(info.shape(), Arrays.stream(whole.shape())
				.asLongStream().toArray()))
			{
				throw new IllegalStateException("the patch of '" + info.name() +
					"' gives " + whole + " and said " + Arrays.toString(info.shape()));
			}
			return rows.map(r -> whole.items((int) r.from(), (int) r.to())).orElse(
				whole);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
