
package org.latentj.onednn;

import java.util.Optional;

/**
 * A constant of a graph, or a weight in a file.
 *
 * @param name of it
 * @param type ONNX's number of its element type
 * @param shape of it
 * @param raw its bytes, little endian, if they stand in the graph; else
 *          {@code null}
 * @param location file relative to the graph's folder
 * @param offset of its first byte there
 * @param length in bytes
 * @param phase what of its numbers is taken instead of themselves
 */
record Initializer(String name, int type, long[] shape, byte[] raw,
		String location, long offset, long length, Optional<Phase> phase) {

	static final int FLOAT = 1;

	static final int INT64 = 7;

	static final int FLOAT16 = 10;

	static final int DOUBLE = 11;

	static final int BFLOAT16 = 16;

	/**
	 * Sums of the numbers of a kernel of 3 x 3 that makes one of four samples,
	 * see {@link EnlargedKernel}.
	 *
	 * @param of name of the whole
	 * @param row 0 for even rows of samples, 1 for odd ones
	 * @param column likewise
	 */
	record Phase(String of, int row, int column) {
	}

	/** What is made of it for every other sample. */
	Initializer phase(final int row, final int column) {
		return new Initializer(name + " of samples " + row + ", " + column, type,
			new long[] { shape[0], shape[1], 2, 2 }, raw, location, offset, length,
			Optional.of(new Phase(name, row, column)));
	}

	/** Its name, or that of the whole. */
	String stored() {
		return phase.map(Phase::of).orElse(name);
	}

	boolean isConstant() {
		return raw != null;
	}

	long numbers() {
		long n = 1;
		for (final long d : shape) {
			n *= d;
		}
		return n;
	}
}
