
package org.latentj.onnx.graph;

import java.util.Arrays;

import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.TensorInfo;

/**
 * Element types of ONNX that our graphs use, with their numbers in
 * {@code TensorProto.DataType}.
 */
public enum ElementType {

		FLOAT(1), UINT8(2), INT8(3), INT64(7), FLOAT16(10), DOUBLE(11), BFLOAT16(
			16), FLOAT8E4M3FN(17), FLOAT8E5M2(19);

	private final int number;

	ElementType(final int number) {
		this.number = number;
	}

	/** Number in {@code TensorProto.DataType}. */
	public int number() {
		return number;
	}

	/** What messages call the type of a number. */
	public static String named(final int number) {
		return Arrays.stream(values()).filter(t -> t.number == number).map(
			ElementType::name).findFirst().orElse("of ONNX's number " + number);
	}

	/** Likewise of a weight, of which an error names the file. */
	static ElementType of(final TensorInfo info) {
		try {
			return of(info.dtype(), info.name());
		}
		catch (final IllegalArgumentException e) {
			throw new IllegalArgumentException(info.file().file() + ": " + e
				.getMessage(), e);
		}
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
			case F64:
				return DOUBLE;
			case F8_E4M3:
				return FLOAT8E4M3FN;
			case F8_E5M2:
				return FLOAT8E5M2;
			default:
				throw new IllegalArgumentException("tensor '" + tensor +
					"' is stored as " + type +
					"; weights of the types F64, F32, F16, BF16, F8_E4M3 and F8_E5M2 can be run");
		}
	}

	/** Whether half precision has fewer bits, or a smaller range. */
	boolean isWide() {
		return this == FLOAT || this == DOUBLE || this == BFLOAT16;
	}

	/** The type in which rows can be gathered: NB: 8-bit floats can't. */
	ElementType gathered() {
		return this == FLOAT8E4M3FN || this == FLOAT8E5M2 ? UINT8 : this;
	}
}
