
package org.latentj.sampling.conditioning;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.latentj.tensor.Tensor;

/**
 * An input of the network for one or several items, which knows what is done to
 * it when items share a call, when the network is shown a part of the latent
 * only, and when there are more items. Never changed; all methods return new
 * ones, or this one where nothing is to be done.
 */
public sealed interface Cond permits CrossAttention, PerItem, PerCell {

	/** The numbers, [n, ...]; not to be changed. */
	Tensor tensor();

	/** One of this kind with other numbers. */
	Cond with(Tensor tensor);

	/**
	 * Whether it can share a call with others.
	 *
	 * @param others of the same input, which can share one among themselves
	 */
	boolean joins(Collection<Cond> others);

	/**
	 * This one in the form that it has in a call with others.
	 *
	 * @param others of the same input, which it joins
	 */
	default Cond beside(final Collection<Cond> others) {
		return this;
	}

	/**
	 * What the network is given where it is shown a part of the latent.
	 *
	 * @throws IllegalArgumentException if the part lies outside
	 */
	default Cond cropped(final Area.Cells cells) {
		return this;
	}

	/**
	 * One for each item of a batch: its items in turn, or the first ones, as
	 * ComfyUI's repeat_to_batch_size.
	 *
	 * @param count number of items, at least 1
	 */
	default List<Cond> repeated(final int count) {
		final int own = tensor().size(0);
		return own == 1 ? Collections.nCopies(count, this) : IntStream.range(0,
			count).mapToObj(i -> with(tensor().items(i % own, i % own + 1))).toList();
	}

	/**
	 * The numbers of a call, items in this order.
	 *
	 * @param all each in the form that it has beside the others
	 * @return [items, ...]
	 */
	static Tensor joined(final List<Cond> all) {
		return all.size() == 1 ? all.get(0).tensor() : Tensor.concat(all.stream()
			.map(Cond::tensor).toList());
	}
}
