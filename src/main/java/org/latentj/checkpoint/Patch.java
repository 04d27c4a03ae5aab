
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

import org.latentj.tensor.Tensor;

/**
 * A change of weights that is computed when a network is opened: a LoRA added
 * to them, numbers with scales or in blocks turned into plain ones. Only the
 * tensors that it names take memory; the others stay in their files. A new
 * patch is one class; it is laid over weights with {@link Weights#patched} and
 * sees the names and numbers that these have, with the patches below it.
 */
public interface Patch {

	/**
	 * The tensors that it computes, by name, with their shapes. The weights may
	 * have tensors of these names or not. Headers tell; nothing is loaded.
	 *
	 * @throws IllegalArgumentException if it does not fit the weights; it names
	 *           the file, the tensor and what would fit
	 */
	Map<String, long[]> shapes(Weights weights);

	/**
	 * One of these tensors. Called once for each network, or for each part of a
	 * tensor that a network takes in parts, and the result is not changed.
	 *
	 * @return of the shape that {@link #shapes} gives
	 */
	Tensor compute(Weights weights, String name) throws IOException;

	/**
	 * Puts some rows of one of these tensors, or the whole of it, into a buffer:
	 * what {@link #compute} gives of them. Called from several threads at once. A
	 * patch that needs not all of the tensor for it does it in less memory.
	 *
	 * @param from first row, counted along the first axis
	 * @param end behind the last one
	 * @param to its position is moved behind them
	 */
	default void put(final Weights weights, final String name, final long from,
		final long end, final FloatBuffer to) throws IOException
	{
		final Tensor whole = compute(weights, name);
		final int row = whole.rank() == 0 ? 1 : whole.length() / whole.size(0);
		to.put(whole.data(), Math.toIntExact(from * row), Math.toIntExact((end -
			from) * row));
	}

	/**
	 * Names of tensors that only serve the computing, such as scales, and are no
	 * weights any more.
	 */
	default Set<String> consumed(final Weights weights) {
		return Set.of();
	}

	/**
	 * The files that it reads beside those of the weights, as their headers were
	 * read.
	 */
	default Set<FileState> files() {
		return Set.of();
	}
}
