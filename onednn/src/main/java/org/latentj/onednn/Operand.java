
package org.latentj.onednn;

/** What a node takes and makes while a plan is built. */
sealed interface Operand permits View, Operand.Numbers, Operand.Weight,
		Product
{

	/** Its shape. */
	long[] shape();

	/**
	 * Whole numbers, as sizes are, which are known when a plan is built.
	 *
	 * @param values of them
	 */
	record Numbers(long... values) implements Operand {

		@Override
		public long[] shape() {
			return new long[] { values.length };
		}
	}

	/**
	 * A weight, which is held as whoever takes it likes it best.
	 *
	 * @param initializer where it is
	 */
	record Weight(Initializer initializer) implements Operand {

		@Override
		public long[] shape() {
			return initializer.shape();
		}
	}
}
