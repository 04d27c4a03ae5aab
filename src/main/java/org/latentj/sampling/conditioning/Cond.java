
package org.latentj.sampling.conditioning;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

import org.latentj.tensor.Tensor;

/**
 * An input of the network for one or several items, which knows what is done to
 * it when items share a call, when the network is shown a part of the latent
 * only, and when there are more items. Never changed; all methods return new
 * ones, or this one where nothing is to be done.
 */
public sealed interface Cond permits CrossAttention, PerItem, PerCell,
		ControlPictures
{

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

	/** What tells whether it joins others: those of one shape do likewise. */
	default List<Object> shape() {
		return Arrays.stream(tensor().shape()).<Object> mapToObj(i -> i).toList();
	}

	/**
	 * What of it counts at a noise level; nothing if none of it does.
	 *
	 * @param percentToSigma the noise level at a part of the way
	 */
	default Optional<Cond> at(final double sigma,
		final DoubleUnaryOperator percentToSigma)
	{
		return Optional.of(this);
	}

	/** Whether it is the same for all items. */
	default boolean isOfOneItem() {
		return tensor().size(0) == 1;
	}

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
	 * One of all items of a call, in this order.
	 *
	 * @param all each in the form that it has beside the others; this one among
	 *          them
	 */
	default Cond joined(final List<Cond> all) {
		return all.size() == 1 ? this : with(Tensor.concat(all.stream().map(
			Cond::tensor).toList()));
	}
}
