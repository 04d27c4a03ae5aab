
package org.latentj.sampling.conditioning;

import java.util.Arrays;
import java.util.Collection;

import org.latentj.tensor.Tensor;

/**
 * Numbers of each cell of the latent: the network is given those of the cells
 * that it is shown.
 *
 * @param tensor [n, channels, H, W], H and W of the latent
 */
public record PerCell(Tensor tensor) implements Cond {

	/** @throws IllegalArgumentException if the shape is another one */
	public PerCell {
		if (tensor.rank() != 4 || tensor.length() == 0) {
			throw new IllegalArgumentException(
				"numbers of each cell have the shape [n, channels, H, W], these are " +
					tensor);
		}
	}

	@Override
	public PerCell with(final Tensor other) {
		return new PerCell(other);
	}

	@Override
	public boolean joins(final Collection<Cond> others) {
		return others.stream().allMatch(c -> Arrays.equals(item(c.tensor()), item(
			tensor)));
	}

	@Override
	public PerCell cropped(final Area.Cells cells) {
		return new PerCell(cells.of(tensor));
	}

	/** The shape of an item. */
	private static int[] item(final Tensor t) {
		return Arrays.copyOfRange(t.shape(), 1, t.rank());
	}
}
