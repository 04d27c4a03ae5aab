
package org.latentj.sampling.conditioning;

import java.util.Collection;

import org.latentj.tensor.Tensor;

/**
 * A vector of each item, the same for all of its cells.
 *
 * @param tensor [n, width]
 */
public record PerItem(Tensor tensor) implements Cond {

	/** @throws IllegalArgumentException if the shape is another one */
	public PerItem {
		if (tensor.rank() != 2 || tensor.length() == 0) {
			throw new IllegalArgumentException(
				"a vector of each item has the shape [n, width], this one is " +
					tensor);
		}
	}

	@Override
	public PerItem with(final Tensor other) {
		return new PerItem(other);
	}

	@Override
	public boolean joins(final Collection<Cond> others) {
		return others.stream().allMatch(c -> c.tensor().size(1) == tensor.size(1));
	}
}
