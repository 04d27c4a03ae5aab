
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

	private final Maker maker;

	private final List<PostOperation> after = new ArrayList<>();

	private int type = Dnnl.BF16;

	private View made;

	/** Computes it. */
	interface Maker {

		/** Adds the step that does, and what must be done before. */
		View make(int type, List<PostOperation> after);
	}

	Product(final long[] shape, final Maker maker) {
		this.shape = shape;
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

	View view() {
		if (made == null) {
			made = maker.make(type, after);
		}
		return made;
	}
}
