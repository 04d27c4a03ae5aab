
package org.latentj.onnx.graph;

import org.latentj.checkpoint.DType;

/**
 * Element types of ONNX that our graphs use, with their numbers in
 * {@code TensorProto.DataType}.
 */
public enum ElementType {

		FLOAT(1), INT64(7), FLOAT16(10), BFLOAT16(16);

	private final int number;

	ElementType(final int number) {
		this.number = number;
	}

	/** Number in {@code TensorProto.DataType}. */
	public int number() {
		return number;
	}

	/**
	 * The type of a weight in a file; an {@link IllegalArgumentException} for
	 * those that no network here is stored in.
	 */
	static ElementType of(final DType type, final String tensor) {
		switch (type) {
			case F32:
				return FLOAT;
			case F16:
				return FLOAT16;
			case BF16:
				return BFLOAT16;
			default:
				throw new IllegalArgumentException("tensor '" + tensor +
					"' is stored as " + type +
					"; weights of the types F32, F16 and BF16 can be run");
		}
	}
}
