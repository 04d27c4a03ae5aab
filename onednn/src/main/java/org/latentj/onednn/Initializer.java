
package org.latentj.onednn;

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
 */
record Initializer(String name, int type, long[] shape, byte[] raw,
		String location, long offset, long length) {

	static final int FLOAT = 1;

	static final int INT64 = 7;

	static final int FLOAT16 = 10;

	static final int DOUBLE = 11;

	static final int BFLOAT16 = 16;

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
