
package org.latentj.onnx.runtime;

/**
 * What a graph gave, in the memory of the engine that ran it: other graphs of
 * that engine take it as inputs without a copy. Who has it made, and whoever
 * {@link #share}s it, closes it; the memory goes with the last one.
 */
public abstract class HeldTensors implements AutoCloseable {

	/** Nothing, for any engine. */
	public static final HeldTensors NONE = new HeldTensors(0) {

		@Override
		protected void free() {
			throw new IllegalStateException("nothing is never freed");
		}

		@Override
		public HeldTensors share() {
			return this;
		}

		@Override
		public void close() {}
	};

	private final long bytes;

	private int users = 1;

	/** @param bytes of memory that it takes */
	protected HeldTensors(final long bytes) {
		this.bytes = bytes;
	}

	/** The memory that it takes. */
	public final long bytes() {
		return bytes;
	}

	/**
	 * This one, which one more has to close.
	 *
	 * @throws IllegalStateException if its memory is gone
	 */
	public synchronized HeldTensors share() {
		if (users == 0) {
			throw new IllegalStateException("these tensors were given back");
		}
		users++;
		return this;
	}

	/** To be called once by each who has it. */
	@Override
	public synchronized void close() {
		if (users > 0 && --users == 0) {
			free();
		}
	}

	/** Gives the memory back. */
	protected abstract void free();
}
