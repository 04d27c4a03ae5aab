
package org.latentj.onednn;

import java.util.ArrayList;
import java.util.List;

/**
 * What a convolution, a linear layer or a normalisation will make. It is not
 * computed before somebody takes it, so that what is done with each of its
 * numbers is done on the way.
 */
final class Product implements Operand {

	private final long[] shape;

	private final boolean adds;

	private final Maker maker;

	private final List<PostOperation> after = new ArrayList<>();

	private int type = Dnnl.BF16;

	/** What it is added to, or {@code null}. */
	private View sum;

	private View made;

	/** Computes it. */
	interface Maker {

		/** Adds the step that does, and what must be done before. */
		void make(View to, List<PostOperation> after);
	}

	/** @param adds whether it can be added to what lies where it goes */
	Product(final long[] shape, final boolean adds, final Maker maker) {
		this.shape = shape;
		this.adds = adds;
		this.maker = maker;
	}

	@Override
	public long[] shape() {
		return shape;
	}

	boolean isMade() {
		return made != null;
	}

	/** Does something further with each number. */
	Product then(final PostOperation operation) {
		after.add(operation);
		return this;
	}

	/** Stores 32 bits. */
	Product inSingle() {
		type = Dnnl.F32;
		return this;
	}

	/** Whether it can be added to numbers that lie somewhere, in their place. */
	boolean canBeAddedTo(final View numbers) {
		return adds && after.isEmpty() && numbers.type() == Dnnl.F32;
	}

	/**
	 * Adds it to numbers in their place.
	 *
	 * @param numbers in 32 bits, lying as new ones, that nobody takes any more
	 */
	Product addedTo(final View numbers) {
		// NB: not the same view, as copies that were made of that are of its own.
		sum = numbers.with(numbers.shape(), numbers.strides());
		return then(PostOperation.SUM).inSingle();
	}

	View view() {
		if (made == null) {
			made = sum == null ? View.like(type, shape) : sum;
			maker.make(made, after);
		}
		return made;
	}
}
