
package org.latentj.checkpoint.torch;

import org.latentj.checkpoint.DType;
import org.latentj.pickle.PickleException;

/**
 * Numbers in a row in a PyTorch file, of which tensors are views. Where they
 * lie is known when the file's directory has been read.
 */
final class TorchStorage {

	private final DType dtype;

	private final long count;

	/** In the file; negative while it isn't known. */
	private long offset = -1;

	TorchStorage(final DType dtype, final long count) {
		this.dtype = dtype;
		this.count = count;
	}

	DType dtype() {
		return dtype;
	}

	/** How many numbers. */
	long count() {
		return count;
	}

	/** The first byte, counted from the start of the file. */
	long offset() {
		return offset;
	}

	/** The number of its bytes, which may be more than there can be. */
	long bytes() throws PickleException {
		if (count < 0 || count > Long.MAX_VALUE / dtype.bytes()) {
			throw new PickleException("a storage is said to have " + count +
				" numbers");
		}
		return count * dtype.bytes();
	}

	void place(final long at) {
		offset = at;
	}
}
